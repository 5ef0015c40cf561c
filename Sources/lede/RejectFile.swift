// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedeKit

/// The file of `--rejects`. It is opened before anything is indexed, so that no run publishes and then has no place for
/// its list.
struct RejectFile {
    private let path: String
    private let file: FileHandle

    /// Makes the file if it is not there; what it holds stays until the new list is written.
    init(_ path: String) throws(LedeError) {
        self.path = path
        do {
            let url = URL(fileURLWithPath: path)
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
            file = try FileHandle(forWritingTo: url)
        } catch {
            let reason = error.localizedDescription
            throw LedeError(
                code: .inputOutput,
                message: "\(path): the list of rejects cannot be written there: \(reason) Nothing was indexed.")
        }
    }

    /// Writes every reject, a JSON object a line.
    func write(_ rejects: [Reject]) throws(LedeError) {
        var lines = ""
        for reject in rejects {
            var json = JSONText()
            json.object {
                $0.member("path", reject.path)
                $0.member("line", reject.recordNumber)
                $0.member("offset", reject.byteOffset)
                $0.member("kind", reject.kind.rawValue)
                $0.member("reason", reject.reason)
            }
            lines += json.text + "\n"
        }
        // A pipe cannot be cut, and holds nothing of an earlier run.
        try? file.truncate(atOffset: 0)
        do {
            try file.write(contentsOf: Data(lines.utf8))
        } catch {
            let reason = error.localizedDescription
            throw LedeError(code: .inputOutput, message: "\(path): all is done but the list of rejects: \(reason)")
        }
    }
}
