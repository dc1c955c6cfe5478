"""The binding part: provisional yes, survey, order at a ceiling, freeze, works, settling."""
