package lingdian.law.course;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.Authority;
import lingdian.platform.settings.InvalidConfiguration;

/** {@code casework.yaml}: the course of each authority's cases. */
public record Courses(Map<Authority, Course> courses) {
    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public Courses {
        courses = courses.isEmpty() ? Map.of() : new EnumMap<>(courses);
        Map<Authority, Course> known = courses;
        List<String> mistakes = new ArrayList<>(Arrays.stream(Authority.values())
                .filter(authority -> !known.containsKey(authority))
                .map(authority -> "courses." + authority.wire() + ": is missing")
                .toList());
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    public Course of(Authority authority) {
        return Objects.requireNonNull(courses.get(authority));
    }
}
