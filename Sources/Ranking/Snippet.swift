// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries

/// The passage of an article that shows best why it matched.
package struct Snippet: Sendable, Equatable {
    package var text: String
    /// Start and length of each highlight, in Unicode scalars of `text`.
    package var highlights: [(start: Int, length: Int)]

    package static func == (left: Snippet, right: Snippet) -> Bool {
        left.text == right.text && left.highlights.elementsEqual(right.highlights, by: ==)
    }
}

extension Highlighter {
    /// The passage of a body with the most different parts of the query, then the most marks, then the earliest.
    ///
    /// It begins with a sentence and ends with one where `limit` allows; a longer sentence is cut around its marks at
    /// spaces, with an ellipsis.
    ///
    /// - Parameter limit: bytes of text aimed at.
    package mutating func snippet(of body: String, limit: Int = 260) -> Snippet {
        analyse(body)
        let marks = marks(isTitle: false)
        let utf8 = Array(body.utf8)
        let range = bestPassage(marks, sentences: sentences(utf8), limit: limit, text: utf8)
        return Self.snippet(utf8, range, marks.filter { range.contains($0.range.lowerBound) && $0.range.upperBound <= range.upperBound })
    }

    private func sentences(_ text: [UInt8]) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = 0
        for end in sentenceEnds + [text.count] where end > start {
            var from = start
            while from < end, text[from] <= 0x20 { from += 1 }
            if from < end { sentences.append(from..<end) }
            start = end
        }
        return sentences
    }

    private func bestPassage(_ marks: [Mark], sentences: [Range<Int>], limit: Int, text: [UInt8]) -> Range<Int> {
        guard let first = sentences.first else { return 0..<0 }
        var best = extend(first, among: sentences, from: 0, limit: limit)
        var bestWorth = (0, 0)
        var nextMark = 0
        for (index, sentence) in sentences.enumerated() {
            while nextMark < marks.count, marks[nextMark].range.lowerBound < sentence.lowerBound { nextMark += 1 }
            guard nextMark < marks.count, sentence.contains(marks[nextMark].range.lowerBound) else { continue }
            var passage = extend(sentence, among: sentences, from: index, limit: limit)
            if passage.count > limit { passage = cut(passage, around: marks[nextMark].range, limit: limit, text: text) }
            let inside = marks[nextMark...].prefix { $0.range.upperBound <= passage.upperBound }
            let worth = (Set(inside.map(\.leaf)).count, inside.count)
            if worth > bestWorth { (best, bestWorth) = (passage, worth) }
        }
        if best.count > limit { best = cut(best, around: best.lowerBound..<best.lowerBound, limit: limit, text: text) }
        return best
    }

    private func extend(_ sentence: Range<Int>, among sentences: [Range<Int>], from index: Int, limit: Int) -> Range<Int> {
        var end = sentence.upperBound
        for next in sentences[(index + 1)...] {
            if next.upperBound - sentence.lowerBound > limit { break }
            end = next.upperBound
        }
        return sentence.lowerBound..<end
    }

    /// At most about `limit` bytes of a long sentence, at spaces, with some words before the mark.
    private func cut(_ passage: Range<Int>, around mark: Range<Int>, limit: Int, text: [UInt8]) -> Range<Int> {
        var start = max(passage.lowerBound, mark.lowerBound - limit / 4)
        if start > passage.lowerBound {
            while start < mark.lowerBound, text[start - 1] != 0x20 { start += 1 }
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

    private static func snippet(_ text: [UInt8], _ range: Range<Int>, _ marks: [Mark]) -> Snippet {
        var out = ""
        var highlights: [(start: Int, length: Int)] = []
        var scalars = 0
        var at = range.lowerBound
        func piece(_ range: Range<Int>) -> Int {
            // Line ends would break lists of hits; each is one scalar before and after.
            let piece = String(decoding: text[range].map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
            out += piece
            return piece.unicodeScalars.count
        }
        for mark in marks {
            scalars += piece(at..<mark.range.lowerBound)
            let length = piece(mark.range)
            highlights.append((scalars, length))
            scalars += length
            at = mark.range.upperBound
        }
        _ = piece(at..<max(at, range.upperBound))
        return Snippet(text: out, highlights: highlights)
    }
}
