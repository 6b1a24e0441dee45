/**
 * How the café's agent is set up and looked after: its configuration, its enrolment with a code, and what is wrong with
 * its machine. Main types: {@code AgentConfiguration}, {@code Enrolment}, {@code Doctor}.
 */
@NullMarked
package lingdian.agent.setup;

import org.jspecify.annotations.NullMarked;
