package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation gives how a JPEG picture is to be turned to be the right way up, as the camera wrote it down (Exif 2.32, tag
// 0x0112): 1 to 8, and 1 where that is not told or makes no sense. Of other formats it is 1.
func orientation(file []byte) int {
	if !bytes.HasPrefix(file, []byte{0xff, 0xd8}) {
		return 1
	}
	for rest := file[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		marker, size := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xff { // a byte that fills up
			rest = rest[1:]
			continue
		}
		if marker == 0xda || marker == 0xd9 || size < 2 || len(rest) < 2+size {
			return 1 // the pixels begin, or the file is broken
		}
		if segment := rest[4 : 2+size]; marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return exifOrientation(segment[6:])
		}
		rest = rest[2+size:]
	}
	return 1
}

// exifOrientation looks the tag up in the first directory of a TIFF structure.
func exifOrientation(tiff []byte) int {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(tiff, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return 1
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	entries, rest := int(order.Uint16(tiff[at:])), tiff[at+2:]
	for ; entries > 0 && len(rest) >= 12; entries, rest = entries-1, rest[12:] {
		const tag, short = 0x0112, 3
		if order.Uint16(rest) == tag && order.Uint16(rest[2:]) == short {
			if o := int(order.Uint16(rest[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// turned turns and mirrors a square picture the right way up.
func turned(from *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return from
	}
	last := from.Rect.Dx() - 1
	to := image.NewRGBA(from.Rect)
	for y := range last + 1 {
		for x := range last + 1 {
			fx, fy := x, y // where the pixel at x, y comes from
			switch orientation {
			case 2:
				fx = last - x
			case 3:
				fx, fy = last-x, last-y
			case 4:
				fy = last - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, last-x
			case 7:
				fx, fy = last-y, last-x
			case 8:
				fx, fy = last-y, x
			}
			to.SetRGBA(x, y, from.RGBAAt(fx, fy))
		}
	}
	return to
}
