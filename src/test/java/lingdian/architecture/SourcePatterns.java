package lingdian.architecture;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The regular expressions that the program's sources contain, read by the compiler's own parser. */
final class SourcePatterns {
    /** Methods whose first argument is a regular expression, and whether they search in the text. */
    private static final Map<String, Boolean> METHODS =
            Map.of("matches", false, "replaceAll", true, "replaceFirst", true, "split", true, "getUnknown", false);

    /** Uses of a compiled pattern that search in a text; otherwise it is only compared with whole texts. */
    private static final Set<String> SEARCHES =
            Set.of(".find(", ".results(", ".replaceAll(", ".replaceFirst(", ".lookingAt(", "asPredicate", ".splitAs");

    private SourcePatterns() {}

    /**
     * One expression.
     *
     * @param searched whether it is looked for within texts, not only compared with whole ones
     */
    record SourcePattern(String place, String pattern, boolean searched) {
        @Override
        public String toString() {
            return place + ": " + pattern;
        }
    }

    static List<SourcePattern> under(Path root) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new ArrayList<SourcePattern>();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> paths = Files.walk(root)) {
            List<Path> sources =
                    paths.filter(path -> path.toString().endsWith(".java")).toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                var constants = new Constants();
                constants.scan(unit, null);
                new Uses(unit, constants.byName, found).scan(unit, null);
            }
        }
        return found;
    }

    private static final class Constants extends TreeScanner<Void, Void> {
        private final Map<String, ExpressionTree> byName = new HashMap<>();

        @Override
        public Void visitVariable(VariableTree variable, Void none) {
            if (variable.getInitializer() != null) {
                byName.put(variable.getName().toString(), variable.getInitializer());
            }
            return super.visitVariable(variable, null);
        }
    }

    private static final class Uses extends TreeScanner<Void, Void> {
        private final String place;
        private final boolean searches;
        private final Map<String, ExpressionTree> constants;
        private final List<SourcePattern> found;

        Uses(CompilationUnitTree unit, Map<String, ExpressionTree> constants, List<SourcePattern> found)
                throws IOException {
            String text = unit.getSourceFile().getCharContent(true).toString();
            this.place = Path.of(unit.getSourceFile().getName()).getFileName().toString();
            this.searches = SEARCHES.stream().anyMatch(text::contains);
            this.constants = constants;
            this.found = found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            if (call.getMethodSelect() instanceof MemberSelectTree method
                    && !call.getArguments().isEmpty()) {
                String name = method.getIdentifier().toString();
                boolean compiles = name.equals("compile")
                        && method.getExpression().toString().equals("Pattern");
                String pattern = compiles || METHODS.containsKey(name)
                        ? folded(call.getArguments().getFirst(), 0)
                        : null;
                if (pattern != null) {
                    found.add(new SourcePattern(place, pattern, compiles ? searches : METHODS.get(name)));
                } else if (compiles) {
                    throw new AssertionError(place + " compiles a pattern that this test cannot read: " + call);
                }
            }
            return super.visitMethodInvocation(call, null);
        }

        /** The text of an expression; null if it holds none. A variable within a text counts as a letter. */
        private @Nullable String folded(Tree expression, int depth) {
            return switch (expression) {
                case LiteralTree literal -> literal.getValue() instanceof String text ? text : null;
                case ParenthesizedTree inner -> folded(inner.getExpression(), depth);
                case BinaryTree sum -> {
                    String left = folded(sum.getLeftOperand(), depth);
                    String right = folded(sum.getRightOperand(), depth);
                    yield left == null && right == null ? null : orLetter(left) + orLetter(right);
                }
                case IdentifierTree constant -> {
                    ExpressionTree value = constants.get(constant.getName().toString());
                    yield value == null || depth > 5 ? null : folded(value, depth + 1);
                }
                case MethodInvocationTree call ->
                    call.getMethodSelect() instanceof MemberSelectTree method
                            ? folded(method.getExpression(), depth)
                            : null;
                default -> null;
            };
        }

        private static String orLetter(@Nullable String text) {
            return text == null ? "a" : text;
        }
    }
}
