// Package ranking turns votes into the order of comments. It is pure: values in, values out, no clock, no randomness, and sums
// in the order of the keys, so that the same votes give the same order to the last bit.
//
// Respected is the order by cautious approval. The order across the divide (docs/bridging.md) has two speeds:
//
//   - Settle draws a Picture from settled votes, of one thread or of all threads of a section: where voters stand, which camps
//     there are, what each approves of. Draw one at start and hourly, from votes that are some hours old, and keep it
//     (MarshalBinary). Give Settle the Live that stands, so that sides keep their places and brigades their discounts.
//   - NewLive judges all votes against a picture, finds brigades, and scores every comment: the pass over a section, a second or
//     two after the last change. Live.Set renews one comment by one vote at once, in microseconds.
//
// In the life of a section:
//
//	live := ranking.NewLive(ranking.Settle(settled, nil), settled, later) // at start, without a picture
//	standing := live.Set(vote)                                           // with every vote
//	live = ranking.NewLive(live.Picture(), settled, later)               // the pass
//	picture := ranking.Settle(settled, live)                             // hourly; then a pass with it
//	picture = picture.Forget(reader)                                     // when an account is erased
//
// Live.Mode says what a thread's order may be called. Where that is not Divided, order by Respected and say so; where it is, by
// Live.Order, and tell of a comment what Standing.Tell gives. Never show, log or export where anybody stands: nothing exported
// here gives it. Discounts and Floods are evidence for moderators, Trust their answer. Fallen and WithNew help to show an
// order. Better chooses between a thread's own picture and that of the section. Picture.Weigh weighs reports.
package ranking
