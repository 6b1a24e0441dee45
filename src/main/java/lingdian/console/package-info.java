/** The web pages for regulators, auditors and operators: no SQL, no rules, nothing that the API would refuse. */
@NullMarked
package lingdian.console;

import org.jspecify.annotations.NullMarked;
