/**
 * The course of a case of one authority about one café: its steps, the actions that lead from one to another, and its
 * deadlines. Pure. Main types: {@code CaseFile}, {@code CaseCourse}, {@code Courses}.
 */
@NullMarked
package lingdian.law.course;

import org.jspecify.annotations.NullMarked;
