"""The HTTP API: `/api/v1/`, everything that the office can do, by the same actions and rights as its pages.

`verbs` is the list of what can be done, `reads` of what can be read; both become operations in `application`.
"""
