package lingdian.testing;

import org.assertj.core.configuration.Configuration;
import org.assertj.core.configuration.PreferredAssumptionException;

/**
 * Makes AssertJ's assumptions throw JUnit 5's exception. The tests' OpenID provider depends on JUnit 4, whose exception
 * AssertJ would use instead, and a skipped test would count as failed.
 */
public final class AssumptionsOfJupiter extends Configuration {
    public AssumptionsOfJupiter() {
        setPreferredAssumptionException(PreferredAssumptionException.JUNIT5);
    }
}
