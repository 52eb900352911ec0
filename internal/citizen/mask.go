package citizen

import "strings"

// MaskName hides a name as screens show it: 李三 → *三, 林小华 → 林*华, a longer one keeps first and last.
// One character alone is hidden whole. It counts characters, so names beyond the BMP stay whole.
func MaskName(name string) string {
	r := []rune(name)
	switch len(r) {
	case 0:
		return ""
	case 1:
		return "*"
	case 2:
		return "*" + string(r[1])
	default:
		return string(r[0]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1])
	}
}

// MaskID is the clerk's form of an ID number: 350199********0035. Never on a public surface.
func MaskID(number string) string { return mask(number, 6, 4) }

// MaskIDPublic is the form for everything a citizen or passer-by may see: 3501**********0035.
func MaskIDPublic(number string) string { return mask(number, 4, 4) }

// MaskPhone gives 138****1234.
func MaskPhone(phone string) string { return mask(phone, 3, 4) }

// MaskAddress keeps an address down to its street: 福州市鼓楼区八一七北路***. Without a street, its first third, at most nine characters.
func MaskAddress(address string) string {
	r := []rune(address)
	keep := min(9, len(r)/3)
	for i, c := range r {
		if strings.ContainsRune("路街巷弄道镇乡村", c) {
			keep = i + 1
			break
		}
	}
	if keep >= len(r) {
		return address
	}
	return string(r[:keep]) + "***"
}

// mask keeps head and tail; what is too short to hide anything between is hidden whole.
func mask(s string, head, tail int) string {
	r := []rune(s)
	if len(r) <= head+tail {
		return strings.Repeat("*", len(r))
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}
