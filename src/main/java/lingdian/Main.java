package lingdian;

/**
 * Where the program begins: it checks the version of Java, then hands over.
 *
 * <p>Compiled for an older Java than everything else (see pom.xml), and reaching the rest by name alone, so that such a Java
 * reports in one line what is wrong instead of a class file that it cannot read.
 */
public final class Main {
    private static final int JAVA_NEEDED = 21;
    private static final int WRONG_ENVIRONMENT = 2;

    private Main() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        int java = Runtime.version().feature();
        if (java < JAVA_NEEDED) {
            System.err.println("lingdian: Java " + JAVA_NEEDED + " or newer is needed, but this is Java " + java + ", "
                    + System.getProperty("java.home"));
            System.exit(WRONG_ENVIRONMENT);
        }
        program().getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** The whole program, or what a café installs: its jar has the second one alone. */
    private static Class<?> program() throws ClassNotFoundException {
        try {
            return Class.forName("lingdian.command.Program");
        } catch (ClassNotFoundException agentAlone) {
            return Class.forName("lingdian.command.AgentProgram");
        }
    }
}
