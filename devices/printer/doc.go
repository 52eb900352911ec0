// Package printer drives ESC/POS ticket printers on TCP 9100. It lays a ticket out as text where the printer's
// own font has every character of a line, and draws the whole line as dots where it has not: a name with a rare
// character is never garbage. The number is drawn (no printer's own digits are that large), Chinese stays text.
//
// It promises that "printed" is the printer's word, not ours: after the cut it asks for a status that is answered
// in its turn (GS r), which a printer that stopped never sends, and then for its real-time status (DLE EOT). An
// error says whether paper may have moved (devices.ErrPartly). "Near end" never blocks a ticket: many printers
// lack the sensor. Bytes that look like real-time commands are kept out of drawn data. Sources: the project's facts on
// hall devices, part 2. It must not know what a queue is beyond the words on a slip.
package printer
