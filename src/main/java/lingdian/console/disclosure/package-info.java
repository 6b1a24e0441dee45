/**
 * Pages of record requests, legal holds and the registry of persons. Its face is
 * {@link lingdian.console.disclosure.RecordRequestPages}, {@link lingdian.console.disclosure.LegalHoldPages}
 * and {@link lingdian.console.disclosure.RegistryPages}.
 */
@NullMarked
package lingdian.console.disclosure;

import org.jspecify.annotations.NullMarked;
