// SPDX-License-Identifier: Apache-2.0

/// Turns what someone typed into a ``Query``.
package struct QueryParser {
    /// Levels of real structure (groups that are not merely parentheses) a query may have.
    package static var maximumDepth: Int { 64 }
}
