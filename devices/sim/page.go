package sim

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// pageTitles are what the virtual pages are, in turn.
var pageTitles = []string{"授权委托书", "申请书", "居民户口簿", "经营场所证明", "情况说明", "租赁合同"}

// page draws page n of all pages this scanner gave: a filled A4 form on slightly grey paper, never twice the same.
func (s *Scanner) page(set scanSettings, n int) ([]byte, error) {
	w, h := set.Width*set.XRes/300, set.Height*set.YRes/300
	mm := func(v float64) int { return int(v * float64(set.XRes) / 25.4) }
	img := image.NewGray(image.Rect(0, 0, w, h))
	grain := uint32(n)*2654435761 + 1
	for i := range img.Pix { // paper and sensor noise, so that a page weighs what a page weighs
		grain = grain*1664525 + 1013904223
		img.Pix[i] = 246 + byte(grain>>29)
	}
	text := func(x, y, size float64, bold bool, t string) {
		s.fonts.Face(bold, float64(mm(size))).Draw(img, mm(x), mm(y), t, color.Gray{Y: 40})
	}
	title := pageTitles[(n-1)%len(pageTitles)]
	text(105-float64(len([]rune(title)))*4.5, 38, 9, true, title)
	text(150, 20, 3.6, false, fmt.Sprintf("样张 第 %04d 页", n))
	rows := [][2]string{{"姓　　名", "王小明"}, {"证件类型", "居民身份证"}, {"证件号码", "350199200112120044"}, {"住　　址", "福建省福州市榕城区金山街道浦上大道 216 号"},
		{"办理事项", "模拟材料，仅供演示"}, {"流 水 号", fmt.Sprintf("VS-%06d", n*7919%1000000)}}
	for i, r := range rows {
		y := 60 + float64(i)*14
		text(28, y, 4.6, true, r[0])
		text(65, y, 4.6, false, r[1])
		draw.Draw(img, image.Rect(mm(25), mm(y+4.5), mm(185), mm(y+4.8)), image.NewUniform(color.Gray{Y: 120}), image.Point{}, draw.Src)
	}
	for i := range 9 {
		text(28, 156+float64(i)*9, 4.2, false, fmt.Sprintf("%d．本页为虚拟扫描仪生成的第 %d 份样张，第 %d 行用于辨认清晰度与完整性。", i+1, n, i+1))
	}
	text(120, 258, 4.6, false, "签名：王小明　　2026 年 11 月 23 日")
	return encodeJPEG(img, set.Color == "RGB24", mm)
}

// encodeJPEG writes the page; a colour page gets a red stamp.
func encodeJPEG(page *image.Gray, colour bool, mm func(float64) int) ([]byte, error) {
	var img image.Image = page
	if colour {
		rgba := image.NewRGBA(page.Rect)
		draw.Draw(rgba, page.Rect, page, image.Point{}, draw.Src)
		stamp(rgba, mm(158), mm(262), mm(17), mm(15.8))
		img = rgba
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}

// stamp draws a red ring.
func stamp(img *image.RGBA, cx, cy, outer, inner int) {
	for y := -outer; y <= outer; y++ {
		for x := -outer; x <= outer; x++ {
			if d := x*x + y*y; d <= outer*outer && d >= inner*inner {
				img.Set(cx+x, cy+y, color.RGBA{R: 200, G: 40, B: 40, A: 255})
			}
		}
	}
}
