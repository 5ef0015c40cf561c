// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Tells of single documents of one bucket what they get on top for words that they have as they were typed.
///
/// Blocks are decoded and form codes read only for the documents that are asked for, which are few: those that can
/// become hits.
final class TypedForms {
    private final class Word {
        let cursor: PostingCursor?
        /// Nil where the cursor has only the form as it was typed.
        let forms: FormCodes?
        let bonus: Int32

        init(cursor: PostingCursor?, forms: FormCodes?, bonus: Int32) {
            self.cursor = cursor
            self.forms = forms
            self.bonus = bonus
        }
    }

    /// No document gets more.
    let maximum: Int32
    private let plan: QueryPlan
    private let segment: Int
    private let live: LiveSegment
    private let bucket: Int
    private let buffers: CursorBuffers
    /// None before the first document is asked for.
    private var words: [Word] = []

    /// Nil if no document of the segment gets anything.
    static func preferred(
        by plan: QueryPlan, segment: Int, of live: LiveSegment, bucket: Int, buffers: CursorBuffers
    ) -> TypedForms? {
        var maximum: Int32 = 0
        let leaves = plan.leaves
        for leaf in leaves.indices where leaves[leaf].bonus > 0 && leaves[leaf].typed?[segment] != nil {
            maximum += leaves[leaf].bonus
        }
        if maximum == 0 { return nil }
        return TypedForms(plan, maximum: maximum, segment: segment, of: live, bucket: bucket, buffers: buffers)
    }

    private init(
        _ plan: QueryPlan, maximum: Int32, segment: Int, of live: LiveSegment, bucket: Int, buffers: CursorBuffers
    ) {
        self.maximum = maximum
        self.plan = plan
        self.segment = segment
        self.live = live
        self.bucket = bucket
        self.buffers = buffers
    }

    /// The sum of the bonuses of the words that the document has as they were typed.
    func bonus(_ document: UInt32) throws(Damage) -> Int32 {
        if words.isEmpty { try open() }
        var sum: Int32 = 0
        for word in words {
            if let cursor = word.cursor, try cursor.contains(document, forms: word.forms) { sum += word.bonus }
        }
        return sum
    }

    private func open() throws(Damage) {
        for index in plan.leaves.indices where plan.leaves[index].bonus > 0 {
            let leaf = plan.leaves[index]
            guard case .term(_, let inTitle) = leaf.matcher, var term = leaf.typed?[segment] else { continue }
            let forms = inTitle ? nil : term.forms
            // In titles the cursor looks at the forms; elsewhere that is done for the documents asked for.
            if !inTitle { term.forms = nil }
            let cursor = try live.segment.cursor(term, bucket: bucket, inTitle: inTitle, buffers: buffers)
            words.append(Word(cursor: cursor, forms: forms, bonus: leaf.bonus))
        }
    }
}
