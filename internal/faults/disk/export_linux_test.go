package disk

import "time"

// Late has every write take so long until it is below. Call it before the disk is used.
func (d *Disk) Late(by time.Duration) { d.late = by }
