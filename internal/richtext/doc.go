// Package richtext turns what people write (plain text, Markdown, HTML) into bodies, []rozmova.Block, and bodies into HTML.
//
// A body can hold nothing but the kinds of block and span in package rozmova, so what richtext lets in is decided once, where
// text is read, and again where HTML is written: HTML checks every address anew and escapes every word, whoever stored it.
// It also finds words in a body (Locate), maps anchors to and from offsets in the whole text (Offsets, AnchorAt), cuts
// excerpts and tells two revisions apart word by word (Diff, DiffBlocks).
//
// Everything is a pure function, safe for many goroutines, and takes time in proportion to what it reads: where a parser
// would take longer on hostile input, the surplus markup stays plain text. Text passes
// lang.Clean on the way in, and so does what character references in it stand for.
//
// Two lists, or two quotations, that follow each other directly are one to the block model; a line break inside a block is a
// line feed in its text.
package richtext
