package lingdian.testing;

import org.assertj.core.configuration.Configuration;
import org.assertj.core.configuration.PreferredAssumptionException;

/**
 * Makes AssertJ's assumptions those of JUnit 5. The OpenID provider of the tests brings JUnit 4 along, whose exception AssertJ
 * would take instead, and a test that is left out would count as failed.
 */
public final class AssumptionsOfJupiter extends Configuration {
    public AssumptionsOfJupiter() {
        setPreferredAssumptionException(PreferredAssumptionException.JUNIT5);
    }
}
