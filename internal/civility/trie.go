package civility

import (
	"math/bits"
	"slices"
)

// A trie finds skeletons (bytes below 64) by their letters. Children of a node stand side by side in order of their letter, so a
// bit mask and its population count find one. It is built once and then only read.
type trie []trieNode

type trieNode struct {
	mask  uint64 // bit s: there is a child for letter s
	first uint32 // index of the first child
	trieSlot
}

// A trieSlot is what a key leads to, 0 for nothing: whole where the word ends with the key, stem whatever follows it.
type trieSlot struct{ whole, stem uint16 }

// newTrie builds a trie of keys and their slots.
func newTrie(slots map[string]trieSlot) trie {
	keys := make([]string, 0, len(slots))
	for k := range slots {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	type span struct{ node, from, to, depth int }
	t := trie{{}}
	for queue := []span{{0, 0, len(keys), 0}}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s.from < s.to && len(keys[s.from]) == s.depth {
			t[s.node].trieSlot = slots[keys[s.from]]
			s.from++
		}
		t[s.node].first = uint32(len(t))
		for i := s.from; i < s.to; {
			letter, j := keys[i][s.depth], i+1
			for j < s.to && keys[j][s.depth] == letter {
				j++
			}
			t[s.node].mask |= 1 << letter
			queue = append(queue, span{len(t), i, j, s.depth + 1})
			t = append(t, trieNode{})
			i = j
		}
	}
	return t
}

// next is the child of a node for a letter; 0 where there is none (the root is nobody's child).
func (t trie) next(node uint32, letter byte) uint32 {
	n := &t[node]
	bit := uint64(1) << (letter & 63)
	if n.mask&bit == 0 {
		return 0
	}
	return n.first + uint32(bits.OnesCount64(n.mask&(bit-1)))
}
