/**
 * Pages of administration: accounts, cafés, agents' keys and codes, tables, and whether the service is healthy. Its face is
 * {@link lingdian.console.administration.AdministrationPages}.
 */
@NullMarked
package lingdian.console.administration;

import org.jspecify.annotations.NullMarked;
