// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit

/// A file of queries, one a line: `QID<TAB>QUERY`. Empty lines and lines that begin with `#` are passed over.
struct QueryFile {
    let queries: [(id: String, text: String)]

    /// - Parameter path: `-` for standard input.
    init(_ path: String) throws(LedeError) {
        let data: Data
        do {
            // A pipe tells no size beforehand: it is read to its end.
            let file = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try file.readToEnd() ?? Data()
        } catch {
            throw LedeError(code: .inputOutput, message: "\(path): the queries cannot be read. Check the path and its permissions.")
        }
        var queries: [(id: String, text: String)] = []
        for (number, line) in String(decoding: data, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            if let tab = line.firstIndex(of: "\t") {
                queries.append((String(line[..<tab]), String(line[line.index(after: tab)...])))
            } else {
                queries.append((String(number + 1), String(line)))
            }
        }
        self.queries = queries
    }
}
