package tour

import (
	"strings"
	"testing"
)

func TestASentenceIsKnownByTheBeginningsOfItsClauses(t *testing.T) {
	for sentence, want := range map[string]string{
		"打印机缺纸，号票没有打出。您的号是 {number}，请记下或扫码。": "打印机缺纸 号票没有打出 您的号是",
		"密码不对，还可试 {left} 次。":                 "密码不对",
		"大厅系统连不上，叫号暂不能用。办件照常。":               "大厅系统连不上 叫号暂不能用 办件照常",
		"Wrong PIN, {tries} left.":           "Wrong PI",
	} {
		if got := strings.Join(landmarks(sentence), " "); got != want {
			t.Errorf("%q is known by %q, not %q", sentence, got, want)
		}
	}
}
