"""A span of days, as laws and rules declare it."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from .load import Located


class Period(Located):
    """A span of days, both ends included; an open end is None."""

    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> Period:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"起日 {self.start} 晚于止日 {self.end} → from 写第一天，to 写最后一天")
        return self

    def covers(self, day: date) -> bool:
        """Say whether the day lies in the span."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def within(self, other: Period) -> Period | None:
        """The days that both spans share; None where they share none."""
        start = max((day for day in (self.start, other.start) if day), default=None)
        end = min((day for day in (self.end, other.end) if day), default=None)
        if start and end and end < start:
            return None
        return Period.model_validate({"from": start, "to": end})

    def __str__(self) -> str:
        return f"{self.start or ''}至{self.end or '今'}"
