package lingdian.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.vertx.sqlclient.SqlClient;
import java.util.Set;
import lingdian.node.Meters;

/** DESIGN.md, section 2, as tests: which package may use what, and that the rules are pure functions. */
@AnalyzeClasses(packages = "lingdian", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
    /** What lies where this class lies is a test, whichever tool compiled it and wherever to. */
    static final class WithoutTests implements ImportOption {
        private static final String TESTS = ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        @Override
        public boolean includes(Location location) {
            return !location.contains(TESTS);
        }
    }

    private static final DescribedPredicate<JavaClass> STORE =
            describe("stores", type -> outermost(type).getSimpleName().endsWith("Store"));

    /** Of identity and hours, those that keep secrets or rows do I/O by their nature. */
    private static final DescribedPredicate<JavaClass> PURE = resideInAPackage("lingdian.violation..")
            .or(resideInAnyPackage("lingdian.identity..", "lingdian.hours..")
                    .and(not(STORE))
                    .and(not(describe(
                            "keepers of secrets",
                            type -> outermost(type).getSimpleName().matches("Vault.*|KeyRing.*|NewFile|Sealed.*")))))
            .as("pure classes");

    private static final DescribedPredicate<JavaClass> COMMAND =
            describe("commands", type -> outermost(type).getSimpleName().matches("Main|.*Command"));

    private static final DescribedPredicate<JavaClass> RANDOM = describe(
            "sources of randomness",
            type -> Set.of(
                            "java.util.Random",
                            "java.util.SplittableRandom",
                            "java.util.concurrent.ThreadLocalRandom",
                            "java.security.SecureRandom",
                            "java.util.random.RandomGenerator")
                    .contains(type.getName()));

    private static final DescribedPredicate<JavaClass> ENDPOINT = resideInAPackage("lingdian.agent..")
            .and(describe(
                    "endpoints",
                    type -> type.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> dependency.getTargetClass().getPackageName())
                            .anyMatch(name ->
                                    name.startsWith("io.vertx.core.http") || name.startsWith("io.vertx.ext.web"))))
            .as("endpoints of the service");

    private static final DescribedPredicate<JavaMethodCall> TELLS_THE_TIME = describe(
            "tell the time",
            call -> call.getTargetOwner().isEquivalentTo(System.class)
                    ? call.getName().equals("currentTimeMillis")
                    : call.getTargetOwner().getPackageName().startsWith("java.time")
                            && (call.getName().equals("now") || call.getName().startsWith("system")));

    private static final DescribedPredicate<JavaMethodCall> MAKES_A_RANDOM_ID = describe(
            "make a random id",
            call -> Set.of("java.util.UUID.randomUUID", "java.lang.Math.random")
                    .contains(call.getTargetOwner().getName() + "." + call.getName()));

    private static final DescribedPredicate<JavaMethodCall> RUNS_SQL = describe(
            "run SQL",
            call -> call.getTargetOwner().isAssignableTo(SqlClient.class)
                    && Set.of("query", "preparedQuery", "prepare").contains(call.getName()));

    private static final DescribedPredicate<JavaAccess<?>> WRITES_TO_THE_CONSOLE = describe(
            "write to the console",
            access -> access.getTargetOwner().isEquivalentTo(System.class)
                    && Set.of("out", "err").contains(access.getName()));

    @ArchTest
    static final ArchRule RULES_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "java.sql..", "javax.sql..", "java.net..", "org.flywaydb..")
            .because("a live verdict, a replay, a back-test and a test are the same code")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule RULES_HAVE_NO_CLOCK = noClasses()
            .that(PURE)
            .should()
            .callMethodWhere(TELLS_THE_TIME)
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .because("time comes with the events")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule RULES_HAVE_NO_RANDOMNESS = noClasses()
            .that(PURE)
            .should()
            .callMethodWhere(MAKES_A_RANDOM_ID)
            .orShould()
            .dependOnClassesThat(RANDOM)
            .because("a replay gives the same violations with the same ids")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONE_CLOCK_IS_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("lingdian")
            .and(not(COMMAND))
            .should()
            .callMethodWhere(TELLS_THE_TIME)
            .because("the demo runs service and city on the same scaled clock: take an InstantSource")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_STORES_RUN_SQL = noClasses()
            .that(not(STORE))
            .and()
            .resideOutsideOfPackages("lingdian.platform..", "lingdian.intake..", "lingdian.journal..")
            .should()
            .callMethodWhere(RUNS_SQL)
            .because("the SQL of a table stands in one class; intake and journal handle the batch's transaction")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_THE_PLATFORM_USES_JDBC = noClasses()
            .that()
            .resideOutsideOfPackages("lingdian.platform..", "lingdian")
            .and()
            .haveNameNotMatching(
                    "lingdian\\.(journal|regulator\\.log)\\.Verification.*|lingdian\\.backtest\\.History.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
            .because("JDBC blocks the event loop; it is there for migrations and the commands verify and backtest")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_WIRE_HAS_NO_SQL_AND_NO_RULES = noClasses()
            .that()
            .resideInAPackage("lingdian.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "lingdian.violation..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule IDENTITY_HAS_NO_HTTP = noClasses()
            .that()
            .resideInAPackage("lingdian.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..", "java.net.http..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_CONSOLE_HAS_NO_SQL = noClasses()
            .that()
            .resideInAPackage("lingdian.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_CAFES_SIDE_KNOWS_ONLY_THE_WIRE = noClasses()
            .that()
            .resideInAPackage("lingdian.client..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "lingdian",
                            "lingdian.intake..",
                            "lingdian.hours..",
                            "lingdian.violation..",
                            "lingdian.journal..",
                            "lingdian.feed..",
                            "lingdian.regulator..",
                            "lingdian.console..",
                            "lingdian.metrics..")
                    .or(ENDPOINT))
            .because("an agent runs in a café, far from the service")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_PLATFORM_KNOWS_NOTHING_OF_THE_DOMAIN = noClasses()
            .that()
            .resideInAPackage("lingdian.platform..")
            .should()
            .dependOnClassesThat(resideInAPackage("lingdian..").and(not(resideInAPackage("lingdian.platform.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_COMMANDS_WRITE_TO_THE_CONSOLE = noClasses()
            .that(not(COMMAND))
            .and()
            .resideOutsideOfPackage("lingdian.client..")
            .should()
            .accessTargetWhere(WRITES_TO_THE_CONSOLE)
            .because("the service has a log")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONE_LOG = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
            .because("it is SLF4J")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule STORES_ARE_NOT_USED_BY_WHAT_MAY_HOLD_NO_SQL = classes()
            .that(STORE)
            .should()
            .onlyHaveDependentClassesThat(
                    not(resideInAnyPackage("lingdian.agent..", "lingdian.client..", "lingdian.console..")))
            .because("the wire, the café's side and the pages hold no SQL")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ARROWS_OF_THE_DOMAIN_POINT_ONE_WAY = slices().assignedFrom(new WordsOfTheDomain())
            .should()
            .beFreeOfCycles()
            .because("rules use hours, identity and the wire's records, never the other way round")
            .allowEmptyShould(true);

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** The endpoints are left out: they know the intake, and the intake knows the wire's records. */
    private static final class WordsOfTheDomain implements SliceAssignment {
        private static final Set<String> WORDS = Set.of("violation", "hours", "identity", "agent", "platform");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName().replaceFirst("^lingdian\\.?", "");
            return WORDS.contains(name) && !ENDPOINT.test(type) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "violation, hours, identity, the wire's records and platform";
        }
    }

    /** A meter that nothing moves is worse than none: its alert stays quiet. */
    @ArchTest
    static void everyMeterIsMoved(JavaClasses classes) {
        assertThat(classes.get(Meters.class).getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getName().equals("close"))
                        .filter(method -> method.getAccessesToSelf().stream()
                                .allMatch(access -> access.getOriginOwner().isEquivalentTo(Meters.class)))
                        .map(JavaMethod::getName))
                .isEmpty();
    }
}
