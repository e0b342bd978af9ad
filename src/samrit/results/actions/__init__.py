"""Everything that people do with key results, by subject: definitions, targets, periods, reports."""
