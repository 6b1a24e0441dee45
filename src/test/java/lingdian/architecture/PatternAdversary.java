package lingdian.architecture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Texts that make a regular expression work as hard as it can, derived from the expression itself.
 *
 * <p>Each part that repeats is fed with what it takes, from its own character classes: after what the expression needs
 * before it, many times, and then with something that does not fit, so that the matcher goes back.
 */
final class PatternAdversary {
    private static final int MANY = 8; // repetitions up to fewer cannot grow
    private static final int VARIANTS_MAX = 4;
    private static final List<String> MISFITS = List.of("", "\u0001", "!", "\n", " ");
    private static final String CANDIDATES = "a0/ .-:x\"]Zz9,;_=&?{}[()<>#~!\\\t\n\r零\u00B7\u0001";

    private final String pattern;
    private int at;
    private final List<Pump> pumps = new ArrayList<>();

    private PatternAdversary(String pattern) {
        this.pattern = pattern;
    }

    private record Pump(String before, String repeated, String after) {}

    private sealed interface Node {
        record Text(List<String> samples) implements Node {}

        record Sequence(List<Node> parts) implements Node {}

        record Choice(List<Node> branches) implements Node {}

        record Repeat(Node inner, int least, int most) implements Node {}
    }

    /** Makers of texts that grow with their argument. */
    static List<IntFunction<String>> of(String pattern) {
        var adversary = new PatternAdversary(pattern);
        Node whole = adversary.choice();
        if (adversary.at < pattern.length()) {
            throw new IllegalArgumentException("cannot be read after " + adversary.at + ": " + pattern);
        }
        adversary.collect(whole, "", "");
        var texts = new ArrayList<IntFunction<String>>();
        for (Pump pump : adversary.pumps) {
            for (String misfit : MISFITS) {
                texts.add(n -> pump.before + pump.repeated.repeat(n) + misfit);
                texts.add(n -> pump.before + pump.repeated.repeat(n) + pump.after + misfit);
            }
            texts.add(n -> (pump.before + pump.repeated).repeat(n));
            texts.add(n -> (pump.before + pump.repeated).repeat(n) + "\u0001");
        }
        return texts;
    }

    private void collect(Node node, String before, String after) {
        switch (node) {
            case Node.Text text -> {}
            case Node.Choice(List<Node> branches) -> branches.forEach(branch -> collect(branch, before, after));
            case Node.Sequence(List<Node> parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    collect(
                            parts.get(i),
                            before
                                    + samples(new Node.Sequence(parts.subList(0, i)))
                                            .getFirst(),
                            samples(new Node.Sequence(parts.subList(i + 1, parts.size())))
                                            .getFirst()
                                    + after);
                }
            }
            case Node.Repeat(Node inner, int least, int most) -> {
                if (most >= MANY) {
                    for (String repeated : samples(inner)) {
                        if (!repeated.isEmpty()) {
                            pumps.add(new Pump(before, repeated, after));
                        }
                    }
                }
                collect(inner, before, after);
            }
        }
    }

    /** Some texts that a part takes; at least one. */
    private static List<String> samples(Node node) {
        return switch (node) {
            case Node.Text(List<String> samples) -> samples;
            case Node.Choice(List<Node> branches) ->
                limited(branches.stream().flatMap(one -> samples(one).stream()).toList());
            case Node.Repeat(Node inner, int least, int most) ->
                least > 0 && least < 64
                        ? samples(inner).stream().map(one -> one.repeat(least)).toList()
                        : limited(Stream.concat(Stream.of(""), samples(inner).stream())
                                .toList());
            case Node.Sequence(List<Node> parts) -> {
                List<String> whole = List.of("");
                for (Node part : parts) {
                    List<String> next = samples(part);
                    whole = limited(whole.stream()
                            .flatMap(one -> next.stream().map(other -> one + other))
                            .toList());
                }
                yield whole;
            }
        };
    }

    private static List<String> limited(List<String> texts) {
        return new LinkedHashSet<>(texts).stream().limit(VARIANTS_MAX).toList();
    }

    // A reader of the usual syntax

    private Node choice() {
        var branches = new ArrayList<Node>();
        branches.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        return branches.size() == 1 ? branches.getFirst() : new Node.Choice(branches);
    }

    private Node sequence() {
        var parts = new ArrayList<Node>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return new Node.Sequence(parts);
    }

    private Node repeated(Node atom) {
        if (at >= pattern.length() || "*+?{".indexOf(pattern.charAt(at)) < 0) {
            return atom;
        }
        Node repeated = switch (pattern.charAt(at)) {
            case '*' -> new Node.Repeat(atom, 0, Integer.MAX_VALUE);
            case '+' -> new Node.Repeat(atom, 1, Integer.MAX_VALUE);
            case '?' -> new Node.Repeat(atom, 0, 1);
            default -> bounded(atom);
        };
        at++;
        if (at < pattern.length() && (pattern.charAt(at) == '+' || pattern.charAt(at) == '?')) {
            at++; // possessive or lazy
        }
        return repeated;
    }

    private Node bounded(Node atom) {
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        at = end;
        int least = Integer.parseInt(bounds[0]);
        int most = bounds.length == 1 ? least : bounds[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(bounds[1]);
        return new Node.Repeat(atom, least, most);
    }

    private Node atom() {
        int from = at;
        char first = pattern.charAt(at++);
        return switch (first) {
            case '^', '$' -> new Node.Text(List.of(""));
            case '(' -> group();
            case '[' -> {
                at = endOfClass(from);
                yield characters(pattern.substring(from, at));
            }
            case '\\' -> escape(from);
            case '.' -> characters(".");
            default -> new Node.Text(List.of(String.valueOf(first)));
        };
    }

    private Node group() {
        boolean looks = false;
        if (pattern.charAt(at) == '?') {
            int end = at + 1;
            looks = pattern.startsWith("?=", at)
                    || pattern.startsWith("?!", at)
                    || pattern.startsWith("?<=", at)
                    || pattern.startsWith("?<!", at);
            while (":=!>".indexOf(pattern.charAt(end)) < 0) {
                end++;
            }
            at = end + 1;
        }
        Node inner = choice();
        at++; // the closing one
        return looks ? new Node.Text(List.of("")) : inner;
    }

    private int endOfClass(int from) {
        int depth = 0;
        for (int i = from; ; i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> depth++;
                case ']' -> {
                    depth--;
                    if (depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
    }

    private Node escape(int from) {
        char kind = pattern.charAt(at++);
        switch (kind) {
            case 'b', 'B', 'A', 'z', 'Z' -> {
                return new Node.Text(List.of(""));
            }
            case 'p', 'P' -> at = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
            case 'x' -> at += 2;
            case 'u' -> at += 4;
            default -> {}
        }
        return characters(pattern.substring(from, at));
    }

    /** The characters of a class that the candidates or the class itself contain. */
    private static Node characters(String one) {
        var compiled = Pattern.compile(one);
        Set<String> samples = new LinkedHashSet<>();
        (CANDIDATES + one).codePoints().mapToObj(Character::toString).forEach(candidate -> {
            if (samples.size() < VARIANTS_MAX && compiled.matcher(candidate).matches()) {
                samples.add(candidate);
            }
        });
        if (samples.isEmpty()) {
            for (int character = 0; character < Character.MAX_VALUE && samples.isEmpty(); character++) {
                String candidate = Character.toString(character);
                if (compiled.matcher(candidate).matches()) {
                    samples.add(candidate);
                }
            }
        }
        return new Node.Text(List.copyOf(samples));
    }
}
