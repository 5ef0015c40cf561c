// SPDX-License-Identifier: Apache-2.0

/// Which rules turned text into terms. Raised whenever a text may yield other tokens, forms or stems than before, or when
/// other things are kept of its sentences; an archive of another version is searched with words it may not contain, and
/// should be rebuilt.
package enum AnalysisVersion {
    package static let current: UInt32 = 4
}
