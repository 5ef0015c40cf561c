// SPDX-License-Identifier: Apache-2.0
package import Logging
import Foundation
import LedeKit

/// Writes each event as one line of JSON on standard error. Whatever a client sent stands escaped within a string, so it
/// cannot begin a line of its own.
package struct JSONLog: LogHandler {
    /// Bytes of one value that are kept.
    private static let longest = 512

    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]

    package init() {}

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var json = JSONText()
        json.object { json in
            json.member("time", Date.now.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z")
            json.member("level", event.level.rawValue)
            json.member("event", event.message.description)
            let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
                json.member(key == "hb.request.id" ? "request" : key, Self.shortened(value.description))
            }
        }
        // A log that cannot be written is no reason to stop serving.
        try? FileHandle.standardError.write(contentsOf: Data((json.text + "\n").utf8))
    }

    private static func shortened(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "…"
    }
}
