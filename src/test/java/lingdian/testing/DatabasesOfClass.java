package lingdian.testing;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Drops what a class of tests has made in the {@link TestDatabase}, when the class is over. */
public final class DatabasesOfClass implements TestExecutionListener {
    private static final int ENGINE_AND_CLASS = 2;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.getUniqueIdObject().getSegments().size() == ENGINE_AND_CLASS) {
            TestDatabase.dropThoseOfClass();
        }
    }
}
