# R's survey package on the columns of bench/awareness.py: Rscript survey.R FOLDER ROWS RUNS TASKS
# Prints one line of JSON: for each task the milliseconds of its runs, the estimates and their errors.
# Tasks: t1 eleven shares; t2 "all ten" by 50 khets; b "all ten" with 200 replicates; rk four margins raked;
# br all 200 replicates raked. Making the designs is not counted. The error after rake() is left out: there R takes the
# residuals from unweighted means, where its calibrate(calfun = "raking") and we take weighted ones.
suppressMessages(library(survey))
arguments <- commandArgs(TRUE)
folder <- arguments[1]; rows <- as.integer(arguments[2]); runs <- as.integer(arguments[3])
tasks <- strsplit(arguments[4], ",")[[1]]
column <- function(name, kind, bytes, signed = TRUE, number = rows) {
  file <- file(file.path(folder, name), "rb"); on.exit(close(file))
  readBin(file, kind, number, bytes, signed = signed)
}
psu <- column("psu", "integer", 2, FALSE); answers <- column("answers", "integer", 2, FALSE)
data <- data.frame(psu = psu, stratum = psu %/% 40L, w = column("weight", "double", 8))
if ("t1" %in% tasks) for (item in 1:10) data[[sprintf("a%02d", item)]] <- as.numeric(bitwAnd(bitwShiftR(answers, item - 1L), 1L))
data$all <- as.numeric(answers == 1023L); rm(answers)
sizes <- c(2L, 2L, 3L, 4L)
if (any(c("rk", "br") %in% tasks)) {
  cell <- column("cell", "integer", 1, FALSE)
  for (margin in 4:1) { data[[paste0("m", margin - 1L)]] <- cell %% sizes[margin]; cell <- cell %/% sizes[margin] }
  rm(cell)
}
margins <- lapply(0:3, function(margin) as.formula(paste0("~m", margin)))
totals <- lapply(0:3, function(margin) {
  wanted <- 1 + .15 * (seq_len(sizes[margin + 1]) - 1)
  setNames(data.frame(seq_len(sizes[margin + 1]) - 1L, round(sum(data$w)) * wanted / sum(wanted)), c(paste0("m", margin), "Freq"))
})
found <- list()
measure <- function(name, work, answer) {
  times <- numeric(0)
  for (run in seq_len(runs)) { gc(); times <- c(times, system.time(done <- work())[["elapsed"]] * 1000) }
  pair <- answer(done)
  found[[length(found) + 1]] <<- sprintf('"%s": {"ms": [%s], "estimate": [%s], "se": [%s]}', name,
    paste(sprintf("%.3f", times), collapse = ","), paste(sprintf("%.17g", pair[[1]]), collapse = ","), paste(sprintf("%.17g", pair[[2]]), collapse = ","))
}
both <- function(statistic) list(as.numeric(coef(statistic)), as.numeric(SE(statistic)))
raked <- function(design) rake(design, margins, totals, control = list(maxit = 1000, epsilon = 1e-10))
if (any(c("t1", "t2", "rk") %in% tasks)) {
  design <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = data)
  if ("t1" %in% tasks) {
    eleven <- as.formula(paste("~", paste(c(sprintf("a%02d", 1:10), "all"), collapse = "+")))
    measure("t1", function() svymean(eleven, design), both)
  }
  if ("t2" %in% tasks) measure("t2", function() svyby(~all, ~stratum, design, svymean), both)
  if ("rk" %in% tasks) measure("rk", function() raked(design), function(d) list(as.numeric(coef(svymean(~all, d))), numeric(0)))
  rm(design); invisible(gc())
}
if (any(c("b", "br") %in% tasks)) {
  factors <- matrix(column("factors", "double", 8, number = 2000 * 200), 2000, 200)
  known <- if ("degf" %in% names(formals(survey:::svrepdesign.default))) list(degf = 1950) else list()
  design <- do.call(svrepdesign, c(list(data = data, weights = ~w, type = "other", combined.weights = FALSE, scale = 1 / 199, rscales = rep(1, 200),
    repweights = structure(list(weights = factors, index = data$psu + 1L), class = "repweights_compressed")), known))
  if ("b" %in% tasks) measure("b", function() svymean(~all, design), both)
  if ("br" %in% tasks) measure("br", function() svymean(~all, raked(design)), both)
}
cat(sprintf("{%s}\n", paste(found, collapse = ", ")))
