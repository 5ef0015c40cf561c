// SPDX-License-Identifier: Apache-2.0

/// Bytes that cannot be what a writer wrote: a failed checksum, or a structure that makes no sense.
///
/// Thrown by everything that reads index bytes, from a block to a whole segment; whoever knows the file adds its path.
package struct Damage: Error, Sendable, Equatable, CustomStringConvertible {
    /// Path of the file; empty until known.
    package var path: String
    /// Offset in the file's payload, or in the bytes that were being read.
    package var offset: Int
    package var reason: String

    package init(path: String = "", offset: Int, reason: String) {
        self.path = path
        self.offset = offset
        self.reason = reason
    }

    /// The same damage, in the file at `path`.
    package func `in`(_ path: String) -> Damage {
        Damage(path: self.path.isEmpty ? path : self.path, offset: offset, reason: reason)
    }

    /// The same damage, `base` bytes further on.
    package func shifted(by base: Int) -> Damage {
        Damage(path: path, offset: offset + base, reason: reason)
    }

    package var description: String {
        "\(path.isEmpty ? "index" : path): damaged at byte \(offset): \(reason). "
            + "Run `lede check --full`, then `lede generations rollback` or index the articles again."
    }
}
