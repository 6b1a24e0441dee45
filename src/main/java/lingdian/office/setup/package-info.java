/**
 * What is missing in the configuration, for administrators: offices, keys, invitations; nothing of how cafés behave. Main types: {@link
 * lingdian.office.setup.SetupOperations}, {@link lingdian.office.setup.SetupCalls}.
 */
@NullMarked
package lingdian.office.setup;

import org.jspecify.annotations.NullMarked;
