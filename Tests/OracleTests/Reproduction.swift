// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries
import LedeRanking
import LedeTestSupport

/// A difference between engine and oracle, made as small as it can be made without much thought.
struct Reproduction {
    private var batches: [RandomCollection.Batch]
    private var query: Query
    private var requests: [Request]
    private let shape: TestArchive.Shape
    private let parameters: BM25
    /// Archives that may yet be built.
    private var attempts = 400

    init(
        _ batches: [RandomCollection.Batch], _ shape: TestArchive.Shape, _ parameters: BM25, _ query: Query,
        _ requests: [Request]
    ) {
        self.batches = batches
        self.shape = shape
        self.parameters = parameters
        self.query = query
        self.requests = requests
    }

    /// What is left, for the log.
    mutating func shrunk() -> String {
        guard var difference = try? difference(batches, query) else { return "the difference does not come again" }
        var isSmaller = true
        while isSmaller, attempts > 0 {
            isSmaller = false
            for smaller in query.simplifications {
                guard let other = try? self.difference(batches, smaller) else { continue }
                (query, difference, isSmaller) = (smaller, other, true)
                break
            }
            for count in [64, 16, 4, 1] {
                if drop(count, &difference) { isSmaller = true }
            }
        }
        var text = "\(difference)\nquery: \(query.canonical())\n\(query.nodes)\n\(shape) \(parameters)\n"
        for (number, batch) in batches.enumerated() {
            for article in batch.articles {
                text += "batch \(number): \(article.articleID) \(article.published.map { "\($0)" } ?? "undated") "
                text += "title «\(article.title)» body «\(article.body)» captions \(article.asides) "
                text += "\(article.source ?? "-"), \(article.section ?? "-"), \(article.byline ?? "-")\n"
            }
            if !batch.deletions.isEmpty { text += "batch \(number) deletes \(batch.deletions)\n" }
        }
        return text
    }

    /// Leaves out runs of `count` articles or deletions as long as there is a difference.
    private mutating func drop(_ count: Int, _ difference: inout String) -> Bool {
        var isSmaller = false
        for batch in batches.indices {
            for isDeletions in [true, false] {
                var start = 0
                while attempts > 0 {
                    let size = isDeletions ? batches[batch].deletions.count : batches[batch].articles.count
                    if start >= size { break }
                    var fewer = batches
                    let range = start..<min(start + count, size)
                    if isDeletions {
                        fewer[batch].deletions.removeSubrange(range)
                    } else {
                        fewer[batch].articles.removeSubrange(range)
                    }
                    if let other = try? self.difference(fewer, query) {
                        (batches, difference, isSmaller) = (fewer, other, true)
                    } else {
                        start += count
                    }
                }
            }
        }
        return isSmaller
    }

    /// - Throws: if there is none.
    private mutating func difference(_ batches: [RandomCollection.Batch], _ query: Query) throws -> String {
        attempts -= 1
        var tally = Tally()
        guard let difference = try Comparison(batches, shape, parameters).difference(query, requests, &tally) else {
            throw NoDifference()
        }
        return difference
    }

    private struct NoDifference: Error {}
}

extension Query {
    /// Queries with a node less: each group's children alone, and each group without one of them.
    fileprivate var simplifications: [Query] {
        guard let root else { return [] }
        var simpler: [Query] = []
        for index in nodes.indices {
            let children: [Int]
            switch nodes[index] {
            case .and(let inner), .or(let inner): children = inner
            case .not(let inner): children = [inner]
            case .any(let required, let optional, let excluded): children = required + optional + excluded
            case .near(let near): children = [near.left] + near.right
            case .atLeast(let atLeast): children = [atLeast.child]
            default: continue
            }
            for child in children { simpler.append(copy(root) { $0 == index ? .node(child) : .same }) }
            guard children.count > 1 else { continue }
            for child in children { simpler.append(copy(root) { $0 == child ? .nothing : .same }) }
        }
        return simpler.filter { $0.root != nil }
    }

    private enum Replacement {
        case same, nothing
        case node(Int)
    }

    /// A copy of what stands below `root`, some nodes replaced.
    private func copy(_ root: Int, _ replace: (Int) -> Replacement) -> Query {
        var copy = Query()
        func add(_ index: Int) -> Int? {
            switch replace(index) {
            case .nothing: return nil
            case .node(let other): return add(other)
            case .same: break
            }
            let node: QueryNode
            switch nodes[index] {
            case .and(let children):
                let kept = children.compactMap(add)
                if kept.isEmpty { return nil }
                node = .and(kept)
            case .or(let children):
                let kept = children.compactMap(add)
                if kept.isEmpty { return nil }
                node = .or(kept)
            case .not(let child):
                guard let kept = add(child) else { return nil }
                node = .not(kept)
            case .any(let required, let optional, let excluded):
                let (must, should, not) = (required.compactMap(add), optional.compactMap(add), excluded.compactMap(add))
                if must.isEmpty, should.isEmpty { return nil }
                node = .any(required: must, optional: should, excluded: not)
            case .near(var near):
                guard let left = add(near.left) else { return nil }
                near.left = left
                near.right = near.right.compactMap(add)
                if near.right.isEmpty { return nil }
                node = .near(near)
            case .atLeast(var atLeast):
                guard let child = add(atLeast.child) else { return nil }
                atLeast.child = child
                node = .atLeast(atLeast)
            default: node = nodes[index]
            }
            copy.nodes.append(node)
            return copy.nodes.count - 1
        }
        copy.root = add(root)
        return copy
    }
}
