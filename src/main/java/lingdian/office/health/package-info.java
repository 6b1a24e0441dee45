/**
 * What the service knows of its own health, for administrators. Main types: {@link
 * lingdian.office.health.HealthOperations}, {@link lingdian.office.health.HealthCalls}.
 */
@NullMarked
package lingdian.office.health;

import org.jspecify.annotations.NullMarked;
