# Rscript school_survey.R OUT_DIR: the school survey of R's survey package in the columns that expected.R wants.
# Its data stay out of this repository; this is run where R is installed.
suppressMessages(library(survey)); data(api); to <- commandArgs(TRUE)[1]; set.seed(7301)
cut <- function(d) {
  d <- d[setdiff(names(d), "flag")]; d$y01 <- as.integer(d$sch.wide == "Yes"); d$stype <- as.character(d$stype)
  for (i in 1:4) { a <- as.integer(d$api00 + 80 * rnorm(nrow(d)) > quantile(d$api00, .1 * i)); a[runif(nrow(d)) < .04] <- NA; d[[sprintf("a%02d", i)]] <- a }
  d
}
put <- function(d, name) write.csv(d, file.path(to, paste0(name, ".csv")), row.names = FALSE, na = "")
put(cut(apistrat), "apistrat"); put(cut(apiclus1), "apiclus1"); put(cut(apiclus2), "apiclus2")
