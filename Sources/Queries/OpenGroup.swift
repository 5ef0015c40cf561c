// SPDX-License-Identifier: Apache-2.0

/// An operator between two operands.
enum BinaryOperator: Equatable {
    case and, or
    /// Proximity, in its kinds; binds tighter than NOT.
    case near(ProximityOperator)
}

/// What stands directly before an operand: `-title:=`.
struct OperandPrefix: Equatable {
    var isExcluded = false
    var isRequired = false
    var field: FieldName?
    /// Where the field's name begins.
    var fieldStart = 0
    var isExact = false
    /// Where the first sign stands.
    var start = 0
    /// The first leaf of the operand.
    var firstLeaf: Int32 = 0
}

/// The state of a group that has not been closed yet.
///
/// Operands come in one at a time and are held back until it is known what binds them: `operand` waits for a
/// proximity operator, `conjunction` for OR, `alternatives` for the next clause of an ANY.
struct OpenGroup {
    var isAny = false
    var isStemmed = false
    /// Inside `ALLCAPS(...)`.
    var isCapitals = false
    /// Of `ATLEASTn(...)`: n.
    var minimum: UInt32?
    var field = FieldName.words(.text)
    var prefix = OperandPrefix()
    var start = 0
    var firstLeaf: Int32 = 0

    var operand = QueryTreeBuilder.none
    /// The first leaf of `operand`.
    var operandFirstLeaf: Int32 = 0
    /// What was lifted out of `operand`, an expression of proximity: required beside it.
    var lifted: [QueryTreeBuilder.NodeID] = []
    /// Whether NOT stands before `operand`.
    var operandIsNegated = false
    var operandIsRequired = false
    /// Where `operand` stands, for notices.
    var operandRange = 0..<0
    var conjunction = QueryTreeBuilder.none
    var alternatives = QueryTreeBuilder.none
    var clauses = QueryTreeBuilder.none
    /// Clauses of an ANY that restrict and are no alternatives: dates and metadata.
    var filters: [QueryTreeBuilder.NodeID] = []
    /// Operands of the current clause, and whether one of them had a "+".
    var clauseOperands = 0
    var clauseIsRequired = false
    var clausePlace = 0..<0

    /// The operator since the last operand.
    var pending: BinaryOperator?
    var pendingRange = 0..<0
    /// NOTs since the last operand.
    var negations = 0
    var negationRange = 0..<0

    /// Whether an operand is what comes next.
    var expectsOperand: Bool { operand == QueryTreeBuilder.none || pending != nil || negations > 0 }
}

extension QueryParser {
    // MARK: Operands coming in

    /// Takes in the operand `node`, which ends at the cursor.
    mutating func add(_ node: QueryTreeBuilder.NodeID, _ prefix: OperandPrefix) {
        let range = prefix.start..<cursor
        // Taken out, so that it is not copied.
        var group = groups.removeLast()
        defer { groups.append(group) }
        var node = node
        var isRequired = prefix.isRequired
        if prefix.isExcluded { (node, isRequired) = negation(of: node, range) }
        if prefix.isRequired {
            if group.isAny { group.clausePlace = range } else { notice(.plusOutsideAny, range) }
        }
        switch group.pending {
        case .near(let near):
            if group.negations % 2 == 1 { node = negation(of: node, range).node }
            bring(node, near, at: range, to: &group)
        case .or, .and, nil:
            if group.pending == .or {
                finishConjunction(&group)
            } else if group.pending == nil, group.isAny {
                finishClause(&group)
            } else {
                finishOperand(&group)
            }
            group.operand = node
            group.operandFirstLeaf = prefix.firstLeaf
            group.operandIsNegated = group.negations % 2 == 1
            group.operandIsRequired = isRequired
            group.operandRange = range
            if group.negations > 1 { notice(.doubleNegation, group.negationRange) }
        }
        group.pending = nil
        group.negations = 0
    }

    /// Forgets what was waiting for an operand that turned out to be empty.
    mutating func abandonOperand() {
        groups[groups.count - 1].pending = nil
        groups[groups.count - 1].negations = 0
    }

    /// Denying a negation gives what it denies, which is then required.
    private mutating func negation(
        of node: QueryTreeBuilder.NodeID, _ range: Range<Int>
    ) -> (node: QueryTreeBuilder.NodeID, isDouble: Bool) {
        let isDouble = tree.kind(of: node) == .not
        if isDouble { notice(.doubleNegation, range) }
        return (tree.negation(of: node), isDouble)
    }

    // MARK: Lists being finished, from the tightest binding to the loosest

    private mutating func finishOperand(_ group: inout OpenGroup) {
        guard group.operand != QueryTreeBuilder.none else { return }
        var node = group.operand
        for lifted in group.lifted { node = tree.append(lifted, to: node, .and) }
        group.lifted.removeAll()
        if group.operandIsNegated {
            let denied = negation(of: node, group.operandRange)
            node = denied.node
            if denied.isDouble { group.operandIsRequired = true }
        }
        group.conjunction = tree.append(node, to: group.conjunction, .and)
        group.operand = QueryTreeBuilder.none
        group.clauseOperands += 1
        if group.operandIsRequired { group.clauseIsRequired = true }
    }

    private mutating func finishConjunction(_ group: inout OpenGroup) {
        finishOperand(&group)
        guard group.conjunction != QueryTreeBuilder.none else { return }
        group.alternatives = tree.append(group.conjunction, to: group.alternatives, .or)
        group.conjunction = QueryTreeBuilder.none
    }

    private mutating func finishClause(_ group: inout OpenGroup) {
        finishConjunction(&group)
        guard group.alternatives != QueryTreeBuilder.none else { return }
        var role = QueryTreeBuilder.Role.optional
        if tree.kind(of: group.alternatives) == .not {
            role = .excluded
        } else if group.clauseIsRequired {
            if group.clauseOperands == 1 { role = .required } else { notice(.plusInsideOperator, group.clausePlace) }
        }
        if role == .optional, tree.isFilter(group.alternatives) {
            group.filters.append(group.alternatives)
        } else {
            group.clauses = tree.appendClause(group.alternatives, role, to: group.clauses)
        }
        group.alternatives = QueryTreeBuilder.none
        group.clauseOperands = 0
        group.clauseIsRequired = false
    }

    /// The node of a whole group, or none where it is empty.
    mutating func finishGroup(_ group: consuming OpenGroup) -> QueryTreeBuilder.NodeID {
        if group.negations > 0 {
            notice(.missingOperand, group.negationRange)
        } else if group.pending != nil {
            notice(.missingOperand, group.pendingRange)
        }
        if group.isAny {
            finishClause(&group)
            if group.clauses == QueryTreeBuilder.none {
                // Where there is nothing else, they are alternatives.
                for filter in group.filters { group.clauses = tree.appendClause(filter, .optional, to: group.clauses) }
                return tree.finishAny(group.clauses)
            }
            var node = tree.finishAny(group.clauses)
            for filter in group.filters { node = tree.append(filter, to: node, .and) }
            return node
        }
        finishConjunction(&group)
        return group.alternatives
    }
}
