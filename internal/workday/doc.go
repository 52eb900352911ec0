// Package workday is the legal calendar: which days are working days, and when a limit ends.
// It promises the rules of 行政许可法 art. 82 (limits count working days) and of the Civil Code (art. 201 the count
// starts the next day; art. 203 a last day on a holiday rolls over). It reads no clock and no file: the State
// Council's yearly notices are handed in as bytes. Where a year has no notice yet it counts ordinary weekends and says so.
package workday
