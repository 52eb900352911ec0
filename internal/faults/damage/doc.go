// Package damage spoils files the way disks, cables and power cuts do: a flipped bit, flipped bytes, a torn tail, a cut, a page
// of zeros. It knows nothing of what the files hold. Standard library only; dice are handed in.
package damage
