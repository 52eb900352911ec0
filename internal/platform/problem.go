package platform

import (
	"encoding/json"
	"net/http"

	"onewindow/internal/api"
)

// Refusals of the machines' interface that are not about one operation.
var (
	problemStranger = api.Problem{Code: "PLAT-001", Sentence: "这台设备没有使用该接口的权限。", SentenceEN: "This machine may not use this interface."}
	problemBody     = api.Problem{Code: "PLAT-002", Sentence: "请求内容读不懂。", SentenceEN: "The request cannot be read."}
	problemTooMany  = api.Problem{Code: "PLAT-003", Sentence: "一次送来的操作太多。", SentenceEN: "Too many operations in one request."}
	problemQuery    = api.Problem{Code: "PLAT-004", Sentence: "查询参数不对。", SentenceEN: "A query parameter is wrong."}
	problemInternal = api.Problem{Code: "PLAT-005", Sentence: "平台内部出错，内容没有改变，请再送一次。", SentenceEN: "The platform failed; nothing was changed. Offer it again."}
	problemDigest   = api.Problem{Code: "BLOB-001", Sentence: "文件摘要的写法不对。", SentenceEN: "This is not a digest."}
	problemChunk    = api.Problem{Code: "BLOB-002", Sentence: "这一段的摘要不符，请重发这一段。", SentenceEN: "The chunk does not fit its digest; send it again."}
	problemOffset   = api.Problem{Code: "BLOB-003", Sentence: "这一段不接在已收部分之后。", SentenceEN: "The chunk does not follow what is here."}
	problemSize     = api.Problem{Code: "BLOB-004", Sentence: "文件长度不对或太大。", SentenceEN: "The length is wrong or too large."}
	problemType     = api.Problem{Code: "BLOB-005", Sentence: "不收这种类型的文件。", SentenceEN: "Files of this type are not taken."}
	problemWhole    = api.Problem{Code: "BLOB-006", Sentence: "收齐后摘要不符，请从头重发。", SentenceEN: "The whole does not fit its digest; send it again from the start."}
	problemNoBlob   = api.Problem{Code: "BLOB-007", Sentence: "平台没有这个文件。", SentenceEN: "The platform does not hold this file."}
	problemNoBlocks = api.Problem{Code: "BLOCK-001", Sentence: "案件号段已经用完。", SentenceEN: "All blocks of case numbers are used."}
)

func refuse(w http.ResponseWriter, status int, p api.Problem) {
	answer(w, status, p)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client is gone; it will ask again
}

// fail answers what is the platform's own fault. The cause is for the log alone.
func (pf *Platform) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		pf.p.Log.Error("request failed", "path", r.Pattern, "err", err)
	}
	refuse(w, http.StatusInternalServerError, problemInternal)
}
