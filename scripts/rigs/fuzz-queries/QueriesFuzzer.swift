// SPDX-License-Identifier: Apache-2.0

import Glibc
import LedeQueries

// Built by scripts/fuzz-queries. One input is a query, its bytes repaired to a string.

nonisolated(unsafe) private var parser = QueryParser(now: 1_773_239_400)

private func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let started = clock()
    defer { if clock() - started > CLOCKS_PER_SEC / 10 { fatalError("took more than 100 ms of processor time") } }
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let query = try? parser.parse(text) else { return 0 }
    let canonical = query.canonical()
    guard let again = try? parser.parse(canonical) else { fatalError("the canonical form is refused: \(canonical)") }
    if !again.notices.isEmpty { fatalError("the canonical form has notices: \(canonical)") }
    if again.nodes.map({ $0.withoutText() }) != query.nodes.map({ $0.withoutText() }) {
        fatalError("the canonical form is another query: \(canonical), then \(again.canonical()); \(query.nodes) \(again.nodes)")
    }
    return 0
}

/// What the package manager takes for the program's `main`; libFuzzer's own would not be found.
@_cdecl("queries_main")
public func main(_ count: CInt, _ arguments: Arguments?) -> CInt { drive(count, arguments, fuzz) }
