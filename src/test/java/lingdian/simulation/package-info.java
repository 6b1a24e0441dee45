/** A city in one process and in virtual time, whose faults are drawn from a seed (DESIGN.md, section 2). */
@org.jspecify.annotations.NullMarked
package lingdian.simulation;
