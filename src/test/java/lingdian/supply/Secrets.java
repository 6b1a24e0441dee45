package lingdian.supply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets in a text: by their known shapes, and by how random an assigned value looks. */
final class Secrets {
    /** A value of fewer characters is too short to judge, and too short for a secret that is worth anything. */
    private static final int VALUE_LENGTH_MIN = 20;
    /** Bits a character. Random base64 of 20 characters has at least 3.6 almost always, words and names have less. */
    private static final double ENTROPY_MIN = 3.6;
    /** Random text mixes digits and letters; words with a year do not come near. */
    private static final int DIGITS_MIN = 3;

    private static final List<Shape> SHAPES = List.of(
            new Shape("private key", "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"),
            new Shape("password in a URL", "\\b[a-z][a-z0-9+.-]*://[^\\s/\"'@:]*:([^\\s/\"'@]+)@"),
            new Shape("AWS key", "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
            new Shape("GitHub token", "\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\\b"),
            new Shape("GitLab token", "\\bglpat-[A-Za-z0-9_-]{20,}\\b"),
            new Shape("Slack token", "\\bxox[abprs]-[A-Za-z0-9-]{10,}\\b"),
            new Shape("Google key", "\\bAIza[A-Za-z0-9_-]{35}\\b"),
            new Shape("Alibaba Cloud key", "\\bLTAI[A-Za-z0-9]{12,20}\\b"),
            new Shape("Tencent Cloud key", "\\bAKID[A-Za-z0-9]{13,40}\\b"),
            new Shape("JSON Web Token", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
            new Shape(
                    "webhook key",
                    "(?:qyapi\\.weixin\\.qq\\.com|oapi\\.dingtalk\\.com)/\\S*(?:key|access_token)=[A-Za-z0-9-]{20,}"),
            new Shape("bearer token", "(?i)\\bbearer\\s+([A-Za-z0-9_.~+/-]{20,}=*)"));
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)\\b[\\w.-]*(?:secret|token|passw(?:or)?d|api[_-]?key|private[_-]?key|credential)[\\w.-]*"
                    + "[\"']?\\s*(?::|=>?|,)\\s*[\"']?([A-Za-z0-9_+/=.~-]{" + VALUE_LENGTH_MIN + ",})");

    private Secrets() {}

    private record Shape(String name, Pattern pattern) {
        Shape(String name, String pattern) {
            this(name, Pattern.compile(pattern));
        }
    }

    /** A find, without the secret itself: the scan's output must not be a second place where it is. */
    record Find(String path, int line, String kind) {
        @Override
        public String toString() {
            return path + ":" + line + ": " + kind;
        }
    }

    static List<Find> in(String path, String text) {
        var found = new ArrayList<Find>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            for (Shape shape : SHAPES) {
                if (shape.pattern().matcher(lines.get(i)).find()) {
                    found.add(new Find(path, i + 1, shape.name()));
                }
            }
            if (assignsSomethingRandom(lines.get(i))) {
                found.add(new Find(path, i + 1, "random value of a secret's name"));
            }
        }
        return found;
    }

    private static boolean assignsSomethingRandom(String line) {
        Matcher assignment = ASSIGNMENT.matcher(line);
        while (assignment.find()) {
            String value = assignment.group(1);
            long digits = value.chars().filter(Character::isDigit).count();
            if (digits >= DIGITS_MIN && entropy(value) >= ENTROPY_MIN) {
                return true;
            }
        }
        return false;
    }

    /** Shannon's entropy of the characters, in bits a character. */
    static double entropy(String value) {
        double bits = 0;
        for (int one : value.chars().distinct().toArray()) {
            double share = value.chars().filter(other -> other == one).count() / (double) value.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
