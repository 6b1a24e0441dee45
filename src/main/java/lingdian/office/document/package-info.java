/**
 * The documents of cases, filled from Word templates that an office may replace, and the profile of each office. Main
 * types: {@code DocumentService}, {@code DocumentTemplates}, {@code CaseDescription}, {@code DocumentOperations}.
 */
@NullMarked
package lingdian.office.document;

import org.jspecify.annotations.NullMarked;
