package platform

import (
	"fmt"
	"time"
)

func wrongSentence(left int) string {
	return fmt.Sprintf("工号或密码不对，还可试 %d 次。(AUTH-002)", left)
}

func lockedSentence(left time.Duration) string {
	return fmt.Sprintf("试得太多，请 %d 分钟后再登录。(AUTH-003)", int((left+time.Minute-1)/time.Minute))
}
