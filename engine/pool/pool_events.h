#pragma once
/** What happened in the pool on one path, one row a happening: for replays.
 *
 *  Knows: which happenings are worth telling, of whom, with which figure.
 *  Does not know: how they came about, how they are told.
 */
#include "engine/pool/pool.h"

/* X(enum, of whom, its figure, meaning). Expiry of a patent is known beforehand and is
 * no event. After DEFAULT: what its claim brings. */
#define IPA_POOL_EVENT_TABLE(X)                                                               \
    X(GRANTED, PATENT, NONE, "an application is granted")                                     \
    X(REFUSED, PATENT, NONE, "an application is refused")                                     \
    X(ABANDONED, PATENT, NONE, "an application ends before it is decided on")                 \
    X(LAPSED, PATENT, NONE, "the owner lets a patent lapse")                                  \
    X(OBSOLETE, PATENT, NONE, "its technology is overtaken")                                  \
    X(INVALIDATED, PATENT, NONE, "a patent is declared invalid")                              \
    X(INVALIDATED_TOGETHER, PATENT, NONE, "the same, with the other patents of its contract") \
    X(LOST, PATENT, NONE, "a stress takes a patent away")                                     \
    X(LIMITED, PATENT, NONE, "a patent is declared invalid in part")                          \
    X(SHARE, CONTRACT, SHARE, "the share of its dues that its patents leave payable changes") \
    X(FALLEN, CONTRACT, NONE, "its patents leave nothing payable")                            \
    X(LATE, CONTRACT, MONEY, "dues of the period that are not paid in it")                    \
    X(PAID_LATE, CONTRACT, MONEY, "dues of earlier periods, paid in this one")                \
    X(TERMINATED, CONTRACT, NONE, "a royalty ends early")                                     \
    X(PREPAID, CONTRACT, MONEY, "principal paid before it is due")                            \
    X(REPURCHASED, CONTRACT, MONEY, "bought back by the originator as ineligible")            \
    X(SUPPORTER, ENTITY, NONE, "a support provider defaults")                                 \
    X(SERVICER, ENTITY, NONE, "the servicer defaults")                                        \
    X(DEFAULT, CONTRACT, MONEY, "its obligor defaults: the claim")                            \
    X(DEPOSIT, CONTRACT, MONEY, "set off against a claim")                                    \
    X(GUARANTEE, CONTRACT, MONEY, "paid on a claim by its guarantor")                         \
    X(COMPENSATION, CONTRACT, MONEY, "paid on a claim by a risk-compensation facility")       \
    X(RECOVERY, CONTRACT, MONEY, "from the sale of what secures a claim")                     \
    X(BUYBACK, CONTRACT, MONEY, "from the originator, who takes back what secures a claim")   \
    X(REPAID, CONTRACT, MONEY, "to the facility out of such a sale; no cash of the deal's")

typedef enum ipa_pool_event_kind {
#define IPA_POOL_EVENT_ENUM(name, subject, figure, meaning) IPA_POOL_EVENT_##name,
    IPA_POOL_EVENT_TABLE(IPA_POOL_EVENT_ENUM)
#undef IPA_POOL_EVENT_ENUM
        IPA_N_POOL_EVENTS
} ipa_pool_event_kind;

typedef enum ipa_pool_event_subject {
    IPA_POOL_EVENT_OF_PATENT,
    IPA_POOL_EVENT_OF_CONTRACT,
    IPA_POOL_EVENT_OF_ENTITY
} ipa_pool_event_subject;

typedef enum ipa_pool_event_figure {
    IPA_POOL_EVENT_IN_NONE,
    IPA_POOL_EVENT_IN_MONEY,
    IPA_POOL_EVENT_IN_SHARE
} ipa_pool_event_figure;

/** Rows of the table. */
typedef struct ipa_pool_event_traits {
    ipa_pool_event_subject subject;
    ipa_pool_event_figure figure;
} ipa_pool_event_traits;
extern const ipa_pool_event_traits ipa_pool_events_traits[IPA_N_POOL_EVENTS];

typedef struct ipa_pool_event {
    ipa_pool_event_kind kind;
    int item;     /**< patent, contract or entity of the plan */
    int period;   /**< 0-based, in which it happens or its money comes; n_periods: too late, lost */
    int cause;    /**< period of the default it follows from; `period` if from none */
    double years; /**< of a default, from the cut-off date; NaN otherwise */
    double value; /**< fen or a share; NaN: none */
} ipa_pool_event;

/** What happened on one path of the block simulated last, in order of cause, then patents,
 *  contracts with what their claims brought, support providers. A patent is followed while one of
 *  its contracts runs, a contract up to its last due. @owner the arena. */
ipa_pool_event *ipa_pool_events(ipa_pool *pool, int lane, ipa_arena *arena, int *n_events);
