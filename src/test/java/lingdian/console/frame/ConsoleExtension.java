package lingdian.console.frame;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link RunningConsole}, which starts before the first test that needs it and stops after the last
 * test of the whole run.
 */
public final class ConsoleExtension implements ParameterResolver {
    /** Closed by the root store at the end of the run. */
    private record Kept(RunningConsole console) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            console.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(RunningConsole.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ConsoleExtension.class))
                .getOrComputeIfAbsent(Kept.class, type -> start(), Kept.class)
                .console();
    }

    private static Kept start() {
        try {
            return new Kept(new RunningConsole());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
