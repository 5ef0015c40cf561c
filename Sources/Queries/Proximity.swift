// SPDX-License-Identifier: Apache-2.0

extension QueryParser {
    /// Joins the operand of `group` and `node` by a proximity operator.
    ///
    /// What cannot be near anything (dates, sources, negations) is lifted out of the operands and required beside them.
    mutating func bring(
        _ node: QueryTreeBuilder.NodeID, _ near: ProximityOperator, at range: Range<Int>, to group: inout OpenGroup
    ) {
        var left = tree.takeApart(group.operand, reach: near.reach)
        var right = tree.takeApart(node, reach: near.reach)
        if !left.lifted.isEmpty || !right.lifted.isEmpty { notice(.liftedFromProximity, group.pendingRange) }
        if left.isChanged || right.isChanged { notice(.andInsideProximity, group.pendingRange) }
        if tree.hasBoost(leavesSince: group.operandFirstLeaf) { notice(.boostInsideProximity, group.pendingRange) }
        group.lifted += left.lifted
        // What may not be near is not required either.
        if !near.isNegated { group.lifted += right.lifted }
        group.operandRange = group.operandRange.lowerBound..<range.upperBound
        guard !left.spans.isEmpty, !right.spans.isEmpty else {
            for span in right.spans where !near.isNegated { left.spans.append(span) }
            var parts = left.spans + group.lifted
            group.lifted = []
            guard !parts.isEmpty else {
                group.operand = QueryTreeBuilder.none
                return
            }
            group.operand = parts.removeFirst()
            for part in parts { group.operand = tree.append(part, to: group.operand, .and) }
            return
        }
        if left.spans.count > 1, right.spans.count == 1, !near.isOrdered, !near.isNegated { swap(&left, &right) }
        if left.spans.count > 1 {
            let together = ProximityOperator(reach: near.reach)
            left.spans = [tree.near(left.spans[0], Array(left.spans.dropFirst()), together)]
        }
        group.operand = tree.near(left.spans[0], right.spans, near)
    }

    /// The node of `ATLEASTn(...)` around `node`: each of several required parts is wanted so often.
    mutating func atLeast(
        _ minimum: UInt32, _ node: QueryTreeBuilder.NodeID, since firstLeaf: Int32, _ range: Range<Int>
    ) -> QueryTreeBuilder.NodeID {
        let parts = tree.takeApart(node, reach: .paragraph)
        if parts.isChanged { notice(.andInsideProximity, range) }
        if tree.hasBoost(leavesSince: firstLeaf) { notice(.boostInsideProximity, range) }
        var result = QueryTreeBuilder.none
        for span in parts.spans { result = tree.append(tree.atLeast(minimum, span), to: result, .and) }
        for lifted in parts.lifted { result = tree.append(lifted, to: result, .and) }
        return result
    }
}
