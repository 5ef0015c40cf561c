// SPDX-License-Identifier: Apache-2.0

/// Chooses the passages of a text to show.
struct PassageChoice {
    private let text: [UInt8]
    private let sentences: [Range<Int>]
    /// Ascending by start; some may share bytes.
    private let marks: [Highlighter.Mark]

    /// - Parameter sentenceEnds: offsets behind the text's sentences, ascending.
    init(_ text: [UInt8], sentenceEnds: [Int], marks: [Highlighter.Mark]) {
        self.text = text
        self.marks = marks
        var sentences: [Range<Int>] = []
        var start = 0
        for end in sentenceEnds + [text.count] where end > start {
            var from = start
            while from < end, text[from] <= 0x20 { from += 1 }
            if from < end { sentences.append(from..<end) }
            start = end
        }
        self.sentences = sentences
    }

    /// One passage, or more where together they show more words of the query; ascending, none sharing a byte.
    func passages(limit: Int) -> [Range<Int>] {
        guard let first = sentences.first else { return [] }
        let all = Set(marks.map(\.word)).count
        var best = choose(1, each: limit)
        for count in 2...3 where best.words < all && !marks.isEmpty {
            let more = choose(count, each: limit / count)
            if more.words > best.words { best = more }
        }
        if !best.passages.isEmpty { return best.passages.sorted { $0.lowerBound < $1.lowerBound } }
        let start = extend(first, from: 0, limit: limit)
        return [start.count > limit ? cut(start, around: start.lowerBound..<start.lowerBound, limit: limit) : start]
    }

    /// Passages that show new words each, the one with the most first, and how many words they show.
    private func choose(_ count: Int, each limit: Int) -> (passages: [Range<Int>], words: Int) {
        var passages: [Range<Int>] = []
        var shown: Set<Int> = []
        for _ in 0..<count {
            guard let next = best(besides: passages, shown, limit: limit) else { break }
            passages.append(next.passage)
            shown.formUnion(next.words)
        }
        return (passages, shown.count)
    }

    /// The passage with the most words that are not shown yet, then the most marks, then the earliest.
    private func best(
        besides taken: [Range<Int>], _ shown: Set<Int>, limit: Int
    ) -> (passage: Range<Int>, words: Set<Int>)? {
        var best: (passage: Range<Int>, words: Set<Int>)?
        var worth = (0, 0)
        var nextMark = 0
        for (index, sentence) in sentences.enumerated() {
            while nextMark < marks.count, marks[nextMark].range.lowerBound < sentence.lowerBound { nextMark += 1 }
            guard nextMark < marks.count else { break }
            guard sentence.contains(marks[nextMark].range.lowerBound) else { continue }
            // A sentence alone may be somewhat longer: whole ones read better.
            var passage = extend(sentence, from: index, limit: limit)
            if passage.count > limit + limit / 2 { passage = cut(passage, around: marks[nextMark].range, limit: limit) }
            if taken.contains(where: { $0.overlaps(passage) }) { continue }
            let inside = marks[nextMark...].prefix { $0.range.lowerBound < passage.upperBound }
                .filter { $0.range.upperBound <= passage.upperBound }
            let words = Set(inside.map(\.word))
            let gain = (words.subtracting(shown).count, inside.count)
            if gain.0 > 0, gain > worth { (best, worth) = ((passage, words), gain) }
        }
        return best
    }

    /// A sentence and those behind it, as many as fit.
    private func extend(_ sentence: Range<Int>, from index: Int, limit: Int) -> Range<Int> {
        var end = sentence.upperBound
        for next in sentences[(index + 1)...] {
            if next.upperBound - sentence.lowerBound > limit { break }
            end = next.upperBound
        }
        return sentence.lowerBound..<end
    }

    /// At most about `limit` bytes of a long sentence, at spaces, with some words before the mark.
    private func cut(_ passage: Range<Int>, around mark: Range<Int>, limit: Int) -> Range<Int> {
        var start = max(passage.lowerBound, mark.lowerBound - limit / 4)
        if start > passage.lowerBound {
            let aimed = start
            while start < mark.lowerBound, text[start - 1] != 0x20 { start += 1 }
            if start == mark.lowerBound {
                // No space: a script without them, or a word of that length.
                start = aimed
                while text[start] & 0xC0 == 0x80 { start += 1 }
            }
        }
        var end = min(passage.upperBound, max(start + limit, mark.upperBound))
        if end < passage.upperBound {
            while end > mark.upperBound, text[end] != 0x20 { end -= 1 }
            if end == mark.upperBound {
                end = min(passage.upperBound, start + limit)
                end = max(end, mark.upperBound)
                while end < passage.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
            }
        }
        return start..<max(start, end)
    }
}
