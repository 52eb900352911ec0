package platform

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"onewindow/internal/api"
	"onewindow/internal/durable"
)

const (
	lastBlock = 36*36*36*36 - 1
	blockMark = "blocks.txt" // in the backup folder: the newest block given, written before it is given
)

// postBlock answers POST /v1/blocks. A lost answer loses a block; there are 1.6 million.
func (pf *Platform) postBlock(w http.ResponseWriter, r *http.Request) {
	n, err := pf.nextBlock(r.Context())
	switch {
	case err != nil:
		pf.fail(w, r, err)
	case n > lastBlock:
		refuse(w, http.StatusInsufficientStorage, problemNoBlocks)
	default:
		answer(w, http.StatusOK, api.BlockResponse{Block: blockText(n), ServerTime: pf.p.Now()})
	}
}

// nextBlock takes the next block. The mark outlives the database: a backup put back may have forgotten the last blocks, and
// no block is given twice.
func (pf *Platform) nextBlock(ctx context.Context) (n uint64, err error) {
	err = pf.store.write(ctx, func(tx *sql.Tx) error {
		mark := filepath.Join(pf.p.BackupDir, blockMark)
		marked, err := readMark(mark)
		if err != nil {
			return err
		}
		given, err := metaNumber(ctx, tx, "block")
		if err != nil {
			return err
		}
		if n = max(given, marked) + 1; n > lastBlock {
			return nil
		}
		text := strconv.FormatUint(n, 10)
		if err := durable.Replace(mark, []byte(text+"\n"), 0o600); err != nil {
			return fmt.Errorf("platform: mark of blocks: %w", err)
		}
		if err := setMeta(ctx, tx, "block", text); err != nil {
			return err
		}
		_, err = nextPosition(ctx, tx)
		return err
	})
	return n, err
}

func readMark(path string) (uint64, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("platform: mark of blocks: %w", err)
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("platform: mark of blocks: %w", err)
	}
	return n, nil
}

// blockText writes a block as four characters of base 36: "0001", "000A", "0010".
func blockText(n uint64) string {
	return fmt.Sprintf("%04s", strings.ToUpper(strconv.FormatUint(n, 36)))
}
