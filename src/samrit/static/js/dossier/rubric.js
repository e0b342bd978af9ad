// The score of facts under a rubric, exactly: the same order of work as samrit/core/rubric/evaluating.py, without reasons.
// Every number is a fraction of two BigInts; nothing is rounded but where the rubric says.

export class Refused extends Error {}

const GROUPS = { district_groups: ["กรุงเทพกลาง", "กรุงเทพใต้", "กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้"] };
const MAX_BITS = 8192n;

// What a document holds under a key of its own; names that every object inherits are no data.
function own(object, key) {
  return object != null && Object.hasOwn(object, key ?? "") ? object[key ?? ""] : null;
}

const judged = (facts, name) => {
  const found = own(facts.judgements, name);
  return found !== null && typeof found === "object" ? found.value : found;
};

// --- fractions ---

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

function fraction(top, bottom = 1n) {
  const by = (gcd(top, bottom) || 1n) * (bottom < 0n ? -1n : 1n);
  return { n: top / by, d: bottom / by };
}

export function number(text) {
  const [whole, decimals = ""] = text.split(".");
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

const add = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
const negative = (a) => ({ n: -a.n, d: a.d });
const subtract = (a, b) => add(a, negative(b));
const multiply = (a, b) => fraction(a.n * b.n, a.d * b.d);
const divide = (a, b) => fraction(a.n * b.d, a.d * b.n);
const compare = (a, b) => { const left = a.n * b.d, right = b.n * a.d; return left < right ? -1 : left > right ? 1 : 0; };
const absolute = (a) => (a.n < 0n ? negative(a) : a);
const ZERO = fraction(0n);

function rounded(value, rule) {
  const digits = BigInt(rule?.digits ?? 4), scaled = (value.n < 0n ? -value.n : value.n) * 10n ** digits;
  let whole = scaled / value.d;
  const twice = 2n * (scaled % value.d);
  if (twice > value.d || (twice === value.d && ((rule?.mode ?? "half_up") === "half_up" || whole % 2n))) whole += 1n;
  return fraction(value.n < 0n ? -whole : whole, 10n ** digits);
}

// The canonical decimal string of a number that has one.
export function written(value) {
  let top = value.n < 0n ? -value.n : value.n, bottom = value.d, digits = 0;
  while (bottom !== 1n) {
    const by = bottom % 10n === 0n ? [1n, 10n] : bottom % 2n === 0n ? [5n, 2n] : [2n, 5n];
    if (bottom % by[1] !== 0n) throw new Error("no finite decimal form");
    top *= by[0];
    bottom /= by[1];
    digits += 1;
  }
  let text = top.toString().padStart(digits + 1, "0");
  if (digits) text = `${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, "");
  return value.n < 0n ? `-${text}` : text;
}

// --- formulas: a value, or null where there is none ---

function formula(text, variables) {
  const tokens = text.match(/[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|[-+*/(),]/g) ?? [];
  let at = 0;
  const functions = new Set(["min", "max", "sum", "mean", "count", "abs"]);
  const chain = (operand, signs) => {
    const first = operand(), rest = [];
    while (signs.includes(tokens[at])) rest.push([tokens[at++], operand()]);
    return rest.length ? { chain: [first, rest] } : first;
  };
  const terms = () => chain(factors, ["+", "-"]), factors = () => chain(single, ["*", "/"]);
  function single() {
    const token = tokens[at++];
    if (token === "-") return { negative: single() };
    if (token === "(") {
      const inner = terms();
      at += 1;
      return inner;
    }
    if (/^[0-9]/.test(token)) return { literal: number(token) };
    if (!functions.has(token) || tokens[at] !== "(") return { name: token };
    const inside = [];
    do {
      at += 1;
      inside.push(terms());
    } while (tokens[at] === ",");
    at += 1;
    return { call: token, inside };
  }
  return computed(terms(), variables);
}

function bounded(value) {
  const bits = (whole) => (whole < 0n ? -whole : whole) >> MAX_BITS;
  return value === null || bits(value.n) || bits(value.d) ? null : value;
}

function computed(tree, variables) {
  if (tree.literal) return tree.literal;
  if (tree.name) {
    const given = own(variables, tree.name);
    if (Array.isArray(given)) throw new Refused(`variables.${tree.name}`);
    return given === null ? null : number(given);
  }
  if (tree.negative) {
    const value = computed(tree.negative, variables);
    return value === null ? null : negative(value);
  }
  return tree.chain ? chained(tree.chain, variables) : called(tree, variables);
}

function chained([first, rest], variables) {
  const operands = [computed(first, variables), ...rest.map(([, operand]) => computed(operand, variables))];
  if (operands.includes(null)) return null;
  return rest.reduce((left, [sign], place) => {
    const right = operands[place + 1];
    if (left === null || (sign === "/" && right.n === 0n)) return null;
    return bounded({ "+": add, "-": subtract, "*": multiply, "/": divide }[sign](left, right));
  }, operands[0]);
}

function called({ call, inside }, variables) {
  if (call === "abs") {
    const value = computed(inside[0], variables);
    return value === null ? null : absolute(value);
  }
  const tallies = inside.map((part) => tally(part, variables));
  if (call === "count") {
    if (names({ inside }).some((name) => !Object.hasOwn(variables, name))) return null;
    return fraction(BigInt(tallies.reduce((sum, row) => sum + row.numbers.length, 0)));
  }
  if (tallies.some((row) => row.missing) || tallies.some((row) => row.numbers.length === 0)) return null;
  const all = tallies.flatMap((row) => row.numbers), total = all.reduce(add, ZERO);
  if (call === "sum") return bounded(total);
  if (call === "mean") return bounded(divide(total, fraction(BigInt(all.length))));
  return bounded(all.reduce((best, value) => (compare(value, best) === (call === "min" ? -1 : 1) ? value : best)));
}

function tally(part, variables) {
  const given = part.name ? own(variables, part.name) : null;
  if (Array.isArray(given)) {
    const numbers = given.filter((text) => text !== null).map(number);
    return { numbers, missing: numbers.length < given.length };
  }
  const value = computed(part, variables);
  return { numbers: value === null ? [] : [value], missing: value === null };
}

function names(tree) {
  if (tree.name) return [tree.name];
  if (tree.negative) return names(tree.negative);
  if (tree.chain) return [...names(tree.chain[0]), ...tree.chain[1].flatMap(([, operand]) => names(operand))];
  return (tree.inside ?? []).flatMap(names);
}

// --- conditions: true, false, or a doubt; a doubt of the period is another than one of missing data ---

const MISSING = Object.freeze({ period: false }), NO_THRESHOLD = Object.freeze({ period: true });
const together = (doubts) => (doubts.some((doubt) => doubt.period) ? NO_THRESHOLD : MISSING);

function thresholdAt(than, period) {
  if (typeof than === "string") return number(than);
  const found = own(than, period);
  return found === null ? null : number(found);
}

const HOLDS = { "<": (c) => c < 0, "<=": (c) => c <= 0, ">=": (c) => c >= 0, ">": (c) => c > 0, "==": (c) => c === 0 };

function truth(condition, facts, values) {
  const period = facts.period;
  if (condition.all || condition.any) {
    const decisive = Boolean(condition.any), doubts = [];
    for (const part of condition.all ?? condition.any) {
      const found = truth(part, facts, values);
      if (found === decisive) return decisive;
      if (typeof found !== "boolean") doubts.push(found);
    }
    return doubts.length ? together(doubts) : !decisive;
  }
  if (condition.not) {
    const found = truth(condition.not, facts, values);
    return typeof found === "boolean" ? !found : found;
  }
  if (condition.milestone) return reached(facts, condition.milestone, condition.by ?? null);
  if (condition.coverage) return covered(condition, facts);
  if (condition.between) {
    const low = thresholdAt(condition.low, period), high = thresholdAt(condition.high, period);
    if (low === null || high === null) return NO_THRESHOLD;
    const value = own(values, condition.between), closed = condition.closed ?? "both";
    if (value === null) return MISSING;
    return HOLDS[["both", "low"].includes(closed) ? ">=" : ">"](compare(value, low))
      && HOLDS[["both", "high"].includes(closed) ? "<=" : "<"](compare(value, high));
  }
  const than = thresholdAt(condition.than, period), value = own(values, condition.value);
  if (than === null) return NO_THRESHOLD;
  return value === null ? MISSING : HOLDS[condition.op](compare(value, than));
}

function reached(facts, milestone, by) {
  const day = own(facts.milestones, milestone);
  if (day === null || (facts.as_of && day > facts.as_of)) return false;
  return by === null || day <= by;
}

function covered(condition, facts) {
  const each = thresholdAt(condition.each, facts.period);
  if (each === null) return NO_THRESHOLD;
  const given = own(facts.coverage, condition.coverage);
  const found = GROUPS[condition.groups].map((group) => own(given, group));
  if (found.some((text) => text !== null && compare(number(text), each) < 0)) return false;
  return found.includes(null) ? MISSING : true;
}

// --- the five forms: {base} or {doubt}; neither where the facts are below the first rung ---

function below(rule, first) {
  if (rule === "zero") return { base: ZERO };
  return rule === "first" ? { base: first } : {};
}

const FORMS = {
  levels(rubric, facts, values) {
    const rows = rubric.levels.map((level) => ({ score: number(level.score), when: level.when }));
    rows.sort((one, other) => compare(other.score, one.score));
    const doubts = [];
    let held = null;
    for (const row of rubric.cumulative ? [...rows].reverse() : rows) {
      const found = truth(row.when, facts, values);
      if (typeof found !== "boolean") doubts.push({ row, doubt: found });
      else if (rubric.cumulative) {
        if (!found) break;
        if (!doubts.length) held = row;
      } else if (found) {
        held = row;
        break;
      }
    }
    const standing = held === null ? below(rubric.below_first, rows.at(-1).score) : { base: held.score };
    const idle = ({ row, doubt }) => !doubt.period && standing.base && compare(row.score, standing.base) === 0;
    return doubts.every(idle) ? standing : { doubt: together(doubts.map(({ doubt }) => doubt)) };
  },
  anchors(rubric, facts, values) {
    const pairs = Array.isArray(rubric.points) ? rubric.points : own(rubric.points, facts.period) ?? [];
    const points = pairs.map(([threshold, score]) => [number(threshold), number(score)]);
    if (!points.length) return { doubt: NO_THRESHOLD };
    const value = own(values, rubric.of);
    if (value === null) return { doubt: MISSING };
    const measure = rubric.at ? absolute(subtract(value, number(rubric.at))) : value;
    const higher = (rubric.direction ?? "higher") === "higher";
    const rung = points.findLastIndex(([threshold]) => (higher ? compare(threshold, measure) <= 0 : compare(threshold, measure) >= 0));
    if (rung < 0) {
      if (rubric.below_first !== "proportional") return below(rubric.below_first, points[0][1]);
      const share = divide(measure, points[0][0]);
      return { base: multiply(share.n < 0n ? ZERO : share, points[0][1]) };
    }
    const last = points.length - 1;
    if (rubric.between !== "linear" || (rung === last && rubric.cap !== false)) return { base: points[rung][1] };
    const [[low, lowScore], [high, highScore]] = points.slice(Math.min(rung, last - 1), Math.min(rung, last - 1) + 2);
    return { base: add(lowScore, divide(multiply(subtract(measure, low), subtract(highScore, lowScore)), subtract(high, low))) };
  },
  steps(rubric, facts) {
    const done = rubric.steps.map((step) => reached(facts, step.id, null));
    const gap = done.indexOf(false);
    const count = rubric.ordered && gap >= 0 ? gap : done.filter(Boolean).length;
    const scores = Object.entries(rubric.scores).map(([steps, score]) => [Number(steps), number(score)]).sort((a, b) => a[0] - b[0]);
    const rung = scores.findLastIndex(([steps]) => steps <= count);
    return rung < 0 ? below(rubric.below_first, scores[0][1]) : { base: scores[rung][1] };
  },
  judged(rubric, facts) {
    const text = judged(facts, "");
    if (text === null) return { doubt: MISSING };
    const value = number(text), decimals = written(value).split(".")[1]?.length ?? 0;
    const inside = compare(number(rubric.minimum), value) <= 0 && compare(value, number(rubric.maximum)) <= 0;
    if (!inside || (rubric.digits != null && decimals > rubric.digits)) throw new Refused("judgements");
    return { base: value };
  },
  composite(rubric, facts) {
    let weights = ZERO, scored = ZERO, counted = 0, lacking = false;
    for (const part of rubric.parts) {
      const outcome = outcomeOf(part.rubric, ownFacts(part, facts));
      let weight = typeof part.weight === "string" ? part.weight : own(part.weight, facts.unit_class);
      if (part.rubric.counts === false || outcome.state === "not_applicable") continue;
      if (weight === null) {
        if (applies(part.rubric, facts)) return { doubt: NO_THRESHOLD };
        continue;
      }
      weight = number(weight);
      counted += 1;
      if (outcome.score === null) {
        lacking = true;
        continue;
      }
      weights = add(weights, weight);
      scored = add(scored, multiply(weight, number(outcome.score)));
    }
    if (lacking) return { doubt: MISSING };
    return counted ? { base: divide(scored, weights) } : { doubt: NO_THRESHOLD };
  },
};

function ownFacts(part, facts) {
  const inner = own(facts.parts, part.name) ?? {}, value = judged(facts, part.name), typed = judged(inner, "");
  if (value === null) return inner;
  if (typed !== null && compare(number(typed), number(value)) !== 0) throw new Refused(`judgements.${part.name}`);
  return { ...inner, judgements: { ...inner.judgements, "": value } };
}

function applies(rubric, facts) {
  return !rubric.applies_to?.length || rubric.applies_to.includes(facts.unit_class ?? null);
}

function valuesOf(rubric, facts) {
  const values = Object.create(null);
  for (const [name, text] of Object.entries(facts.values ?? {})) values[name] = text === null ? null : number(text);
  for (const [name, rule] of Object.entries(rubric.values ?? {})) {
    let typed = own(values, name);
    if (typed !== null && rule.round) typed = rounded(typed, rule.round);
    if (rule.formula == null) {
      values[name] = typed;
      continue;
    }
    let found = formula(rule.formula, facts.variables ?? {});
    if (found !== null && rule.round) found = rounded(found, rule.round);
    if (typed !== null && (found === null || compare(typed, found) !== 0)) throw new Refused(`values.${name}`);
    values[name] = found;
  }
  return values;
}

// {state, score}: the state and the finished score (a decimal string, or null where there is none).
export function outcomeOf(rubric, facts) {
  if (rubric == null) return { state: "no_data", score: null };
  if (rubric.form !== "composite") checkNames(rubric, facts);
  else checkNames(rubric, facts, rubric.parts.map((part) => part.name));
  if (!applies(rubric, facts)) return { state: "not_applicable", score: null };
  let { base = null, doubt = null } = FORMS[rubric.form](rubric, facts, valuesOf(rubric, facts));
  if (doubt?.period) return { state: "not_applicable", score: null };
  if (rubric.adjust?.length) ({ base, doubt } = adjusted(rubric, facts, base, doubt));
  if (doubt) return { state: "no_data", score: null };
  if (base === null) return { state: "below_first", score: null };
  return { state: rubric.counts === false ? "not_counted" : "scored", score: written(rounded(base, rubric.round)) };
}

function checkNames(rubric, facts, known = []) {
  const unknown = [...Object.keys(facts.parts ?? {}), ...Object.keys(facts.judgements ?? {}).filter(Boolean)]
    .filter((name) => !known.includes(name));
  if (unknown.length) throw new Refused(unknown[0]);
}

function adjusted(rubric, facts, base, doubt) {
  let known = ZERO, missing = false;
  for (const row of rubric.adjust) {
    const count = own(facts.counts, row.per);
    if (count === null) missing = true;
    else known = add(known, multiply(number(row.subtract), number(count)));
  }
  if (base === null) return { base, doubt: doubt && missing ? together([doubt, MISSING]) : doubt };
  const left = subtract(base, known);
  if (missing && left.n > 0n) return { base: null, doubt: MISSING };
  return { base: left.n < 0n ? ZERO : left, doubt: null };
}
