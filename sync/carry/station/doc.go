// Package station fills a file with what a terminal still owes the platform, and empties the platform's receipts into the
// outbox. It promises: writing a file marks nothing as sent, so that what also goes by wire goes as if there were no file;
// receipts go through the same machine as an answer by wire (sync/engine), so that nothing counts twice, the second copy
// of them changes nothing, and old ones take nothing back; a file is there under its name only when it is whole.
//
// It must not know where a stick is, nor who asks: a technician's command, or the counter itself.
package station
