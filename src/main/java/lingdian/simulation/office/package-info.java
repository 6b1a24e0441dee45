/** Officers who work on the cases of a simulated city as a bureau would. Begin with {@code SimulatedOffices}. */
@NullMarked
package lingdian.simulation.office;

import org.jspecify.annotations.NullMarked;
