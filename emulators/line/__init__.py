"""LINE: Messaging API of one Official Account."""
